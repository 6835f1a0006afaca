/**
 * The gateway: public API and SPI, MS-TSGU protocol, transports, TLS and relay.
 *
 * <p>Netty stays inside: no exported signature names one of its types.
 */
module io.rdgateway.core {
  requires io.netty.buffer;
  requires io.netty.codec;
  requires io.netty.common;
  requires io.netty.handler;
  requires io.netty.transport;
  requires static io.netty.transport.classes.epoll;
  requires static io.netty.transport.classes.io_uring;
  requires jdk.jfr;
  requires jdk.net;
  requires org.bouncycastle.pkix;
  requires org.bouncycastle.provider;
  requires org.slf4j;
  requires static micrometer.core;
  requires static transitive org.jspecify;

  exports io.rdgateway;
  exports io.rdgateway.audit;
  exports io.rdgateway.client;
  exports io.rdgateway.metrics;
  exports io.rdgateway.rdpfile;
  exports io.rdgateway.spi;
  exports io.rdgateway.tls;
}
