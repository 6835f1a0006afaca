/*
 * SPDX-License-Identifier: Apache-2.0
 */
package io.rdgateway.transport;

import io.netty.bootstrap.ServerBootstrap;
import io.netty.channel.Channel;
import io.netty.channel.ChannelException;
import io.netty.channel.ChannelInitializer;
import io.netty.channel.ChannelOption;
import io.netty.channel.EventLoopGroup;
import io.netty.channel.WriteBufferWaterMark;
import io.netty.channel.socket.SocketChannel;
import io.rdgateway.GatewayEvent;
import io.rdgateway.TrustedProxies;
import io.rdgateway.spi.ConfigurationException;
import io.rdgateway.spi.EndPointBinding;
import io.rdgateway.transport.http.ClientAddress;
import io.rdgateway.transport.http.HttpFront;
import io.rdgateway.transport.http.TlsInfo;
import io.rdgateway.transport.tls.ClientTls;
import io.rdgateway.transport.tls.ServerTls;
import io.rdgateway.transport.twochannel.PairingTable;
import java.net.InetSocketAddress;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Accepts clients on one address and gives each a pipeline: TLS, and the front. */
public final class Listener {
  private static final WriteBufferWaterMark WATER_MARK =
      new WriteBufferWaterMark(64 << 10, 256 << 10);
  private static final int BACKLOG = 1024;

  private final Channel channel;

  private Listener(Channel channel) {
    this.channel = channel;
  }

  /**
   * Begins to listen.
   *
   * @param tls null for plain HTTP
   * @param proxies null if clients come directly
   * @throws ConfigurationException if the address cannot be had
   */
  public static Listener open(
      InetSocketAddress address,
      EventLoopGroup loops,
      Services services,
      PairingTable table,
      @Nullable ServerTls tls,
      @Nullable TrustedProxies proxies) {
    var bound =
        new ServerBootstrap()
            .group(loops)
            .channel(services.settings().sockets().listening())
            .option(ChannelOption.SO_BACKLOG, BACKLOG)
            .option(ChannelOption.SO_REUSEADDR, true)
            .childOption(ChannelOption.ALLOCATOR, services.settings().allocator())
            .childOption(ChannelOption.WRITE_BUFFER_WATER_MARK, WATER_MARK)
            .childOption(ChannelOption.TCP_NODELAY, true)
            .childOption(ChannelOption.SO_KEEPALIVE, true)
            .childHandler(
                new ChannelInitializer<SocketChannel>() {
                  @Override
                  protected void initChannel(SocketChannel client) {
                    accept(client, services, table, tls, proxies);
                  }
                })
            .bind(address)
            .awaitUninterruptibly();
    if (!bound.isSuccess()) {
      throw new ConfigurationException(
          "Cannot listen on "
              + address.getHostString()
              + ":"
              + address.getPort()
              + ": "
              + bound.cause().getMessage()
              + "; choose another address or port, stop the program that uses it, or, below 1024, get the right to use it.",
          bound.cause());
    }
    return new Listener(bound.channel());
  }

  private static void accept(
      SocketChannel client,
      Services services,
      PairingTable table,
      @Nullable ServerTls tls,
      @Nullable TrustedProxies proxies) {
    InetSocketAddress from = client.remoteAddress();
    if (from == null) {
      client.close(); // gone before it was looked at
      return;
    }
    try {
      services.keepAliveOptions().forEach(client.config()::setOption);
    } catch (ChannelException e) {
      client.close(); // some systems refuse options of a connection that was reset
      return;
    }
    if (proxies != null && !proxies.trusts(from.getAddress())) {
      services.emit(new GatewayEvent.ConnectionRefused(services.wallNow(), from, "trustedProxies"));
      client.close();
      return;
    }
    Admission.Result admitted =
        proxies == null
            ? services.admission().enter(from, services.limits())
            : services.admission().enterUnnamed(services.limits());
    Admission.Place place = admitted.place();
    if (place == null) {
      services.emit(new GatewayEvent.ConnectionRefused(services.wallNow(), from, admitted.limit()));
      client.close();
      return;
    }
    // Whatever handler is there in the end, and however it ends: releasing twice does nothing.
    client.closeFuture().addListener(closed -> place.release());
    Duration handshakeTime = services.limits().tlsHandshakeTime();
    if (proxies == null) {
      open(client, services, table, tls, place, ClientAddress.known(from), handshakeTime);
    } else if (proxies.statement() == TrustedProxies.Statement.PROXY_PROTOCOL) {
      ProxyFront front =
          new ProxyFront(
              services,
              client,
              from,
              place,
              (named, left) ->
                  open(client, services, table, tls, place, ClientAddress.known(named), left));
      client.pipeline().addLast("proxy", front);
    } else {
      ClientAddress forwarded = ClientAddress.forwarded(from, proxies, place);
      open(client, services, table, tls, place, forwarded, handshakeTime);
    }
  }

  private static void open(
      SocketChannel client,
      Services services,
      PairingTable table,
      @Nullable ServerTls tls,
      Admission.Place place,
      ClientAddress address,
      Duration handshakeTime) {
    TlsInfo info = TlsInfo.PLAIN;
    if (tls != null) {
      info = new HandshakeInfo(tls.addTo(client.pipeline(), client.alloc(), handshakeTime));
    }
    client
        .pipeline()
        .addLast("http", new HttpFront(services, table, client, place, address, info, tls == null));
  }

  /** Where it listens, with the port that the system chose. */
  public InetSocketAddress address() {
    return (InetSocketAddress) channel.localAddress();
  }

  /** Whether clients are taken. */
  public boolean isOpen() {
    return channel.isActive();
  }

  /** Takes no new clients. */
  public void close() {
    channel.close().awaitUninterruptibly();
  }

  private record HandshakeInfo(ClientTls tls) implements TlsInfo {
    @Override
    public String protocol() {
      return tls.handler().engine().getSession().getProtocol();
    }

    @Override
    public @Nullable EndPointBinding endPointBinding() {
      return tls.handler().endPointBinding();
    }

    @Override
    public List<X509Certificate> clientCertificates() {
      return tls.handler().clientCertificates();
    }

    @Override
    public int recordData() {
      return tls.handler().maxRecordData();
    }
  }
}
