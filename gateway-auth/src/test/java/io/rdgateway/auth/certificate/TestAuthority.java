/*
 * SPDX-License-Identifier: Apache-2.0
 */
package io.rdgateway.auth.certificate;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.math.BigInteger;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.PrivateKey;
import java.security.cert.X509Certificate;
import java.security.spec.ECGenParameterSpec;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Date;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import org.bouncycastle.asn1.ASN1Encodable;
import org.bouncycastle.asn1.ASN1ObjectIdentifier;
import org.bouncycastle.asn1.DERSequence;
import org.bouncycastle.asn1.DERTaggedObject;
import org.bouncycastle.asn1.DERUTF8String;
import org.bouncycastle.asn1.x500.X500Name;
import org.bouncycastle.asn1.x509.AccessDescription;
import org.bouncycastle.asn1.x509.AuthorityInformationAccess;
import org.bouncycastle.asn1.x509.BasicConstraints;
import org.bouncycastle.asn1.x509.CRLDistPoint;
import org.bouncycastle.asn1.x509.CRLReason;
import org.bouncycastle.asn1.x509.DistributionPoint;
import org.bouncycastle.asn1.x509.DistributionPointName;
import org.bouncycastle.asn1.x509.ExtendedKeyUsage;
import org.bouncycastle.asn1.x509.Extension;
import org.bouncycastle.asn1.x509.GeneralName;
import org.bouncycastle.asn1.x509.GeneralNames;
import org.bouncycastle.asn1.x509.KeyPurposeId;
import org.bouncycastle.asn1.x509.KeyUsage;
import org.bouncycastle.cert.X509CertificateHolder;
import org.bouncycastle.cert.X509v2CRLBuilder;
import org.bouncycastle.cert.jcajce.JcaX509CertificateConverter;
import org.bouncycastle.cert.jcajce.JcaX509v3CertificateBuilder;
import org.bouncycastle.cert.ocsp.BasicOCSPRespBuilder;
import org.bouncycastle.cert.ocsp.CertificateID;
import org.bouncycastle.cert.ocsp.CertificateStatus;
import org.bouncycastle.cert.ocsp.OCSPReq;
import org.bouncycastle.cert.ocsp.OCSPResp;
import org.bouncycastle.cert.ocsp.OCSPRespBuilder;
import org.bouncycastle.cert.ocsp.Req;
import org.bouncycastle.cert.ocsp.RevokedStatus;
import org.bouncycastle.cert.ocsp.jcajce.JcaBasicOCSPRespBuilder;
import org.bouncycastle.operator.ContentSigner;
import org.bouncycastle.operator.OperatorCreationException;
import org.bouncycastle.operator.jcajce.JcaContentSignerBuilder;
import org.bouncycastle.operator.jcajce.JcaDigestCalculatorProviderBuilder;
import org.jspecify.annotations.Nullable;

/** An authority with a responder and a revocation list on the loopback interface. */
final class TestAuthority implements AutoCloseable {
  private static final AtomicLong SERIAL = new AtomicLong(1000);

  private static final ASN1ObjectIdentifier UPN =
      new ASN1ObjectIdentifier("1.3.6.1.4.1.311.20.2.3");

  private final String name;
  private final KeyPair keys;
  private final X509Certificate certificate;
  private final HttpServer server;
  private final ExecutorService threads = Executors.newCachedThreadPool();
  private final Set<BigInteger> revoked = ConcurrentHashMap.newKeySet();

  final AtomicInteger ocspRequests = new AtomicInteger();
  final AtomicInteger listRequests = new AtomicInteger();

  /** How the responder and the list misbehave. */
  volatile Behaviour ocsp = Behaviour.GOOD;

  volatile Behaviour list = Behaviour.GOOD;
  volatile Duration listLife = Duration.ofHours(1);
  volatile Duration answerLife = Duration.ofHours(1);
  volatile PrivateKey signer;

  enum Behaviour {
    GOOD,
    ERROR,
    SILENT,
    HUGE,
    REDIRECT,
    NONSENSE
  }

  /** A root. */
  TestAuthority(String name) throws Exception {
    this(name, null);
  }

  private TestAuthority(String name, @Nullable TestAuthority above) throws Exception {
    this.name = "CN=" + name;
    keys = keys();
    signer = keys.getPrivate();
    server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    server.createContext("/ocsp", exchange -> answer(exchange, ocsp, this::respond));
    server.createContext("/list", exchange -> answer(exchange, list, body -> revocationList()));
    server.setExecutor(threads);
    server.start();
    TestAuthority issuer = above == null ? this : above;
    JcaX509v3CertificateBuilder builder =
        new JcaX509v3CertificateBuilder(
            new X500Name(issuer.name),
            BigInteger.valueOf(SERIAL.incrementAndGet()),
            Date.from(Instant.now().minus(Duration.ofDays(10))),
            Date.from(Instant.now().plus(Duration.ofDays(100))),
            new X500Name(this.name),
            keys.getPublic());
    builder.addExtension(Extension.basicConstraints, true, new BasicConstraints(true));
    builder.addExtension(
        Extension.keyUsage, true, new KeyUsage(KeyUsage.keyCertSign | KeyUsage.cRLSign));
    if (above != null) {
      above.addPlaces(builder, true, true);
    }
    certificate = convert(builder.build(signer(issuer.keys.getPrivate())));
  }

  TestAuthority subordinate(String below) throws Exception {
    return new TestAuthority(below, this);
  }

  static KeyPair keys() throws Exception {
    KeyPairGenerator generator = KeyPairGenerator.getInstance("EC");
    generator.initialize(new ECGenParameterSpec("secp256r1"));
    return generator.generateKeyPair();
  }

  X509Certificate certificate() {
    return certificate;
  }

  /** A certificate for a user, with everything that a test does not change. */
  final class Issue {
    private final String subject;
    private final KeyPair user;
    private final List<String> principalNames = new ArrayList<>();
    private Instant end = Instant.now().plus(Duration.ofDays(30));
    private boolean responder = true;
    private boolean lists = true;
    private KeyPurposeId purpose = KeyPurposeId.id_kp_clientAuth;

    Issue(String subject, KeyPair user) {
      this.subject = subject;
      this.user = user;
    }

    Issue upn(String principalName) {
      principalNames.add(principalName);
      return this;
    }

    Issue until(Instant time) {
      end = time;
      return this;
    }

    Issue places(boolean withResponder, boolean withLists) {
      responder = withResponder;
      lists = withLists;
      return this;
    }

    Issue forServers() {
      purpose = KeyPurposeId.id_kp_serverAuth;
      return this;
    }

    X509Certificate make() throws Exception {
      JcaX509v3CertificateBuilder builder =
          new JcaX509v3CertificateBuilder(
              new X500Name(name),
              BigInteger.valueOf(SERIAL.incrementAndGet()),
              Date.from(Instant.now().minus(Duration.ofDays(1))),
              Date.from(end),
              new X500Name(subject),
              user.getPublic());
      builder.addExtension(Extension.extendedKeyUsage, false, new ExtendedKeyUsage(purpose));
      if (!principalNames.isEmpty()) {
        builder.addExtension(
            Extension.subjectAlternativeName,
            false,
            new GeneralNames(
                principalNames.stream()
                    .map(TestAuthority::principalName)
                    .toArray(GeneralName[]::new)));
      }
      addPlaces(builder, responder, lists);
      return convert(builder.build(signer(keys.getPrivate())));
    }
  }

  private static GeneralName principalName(String text) {
    return new GeneralName(
        GeneralName.otherName,
        new DERSequence(
            new ASN1Encodable[] {UPN, new DERTaggedObject(true, 0, new DERUTF8String(text))}));
  }

  private void addPlaces(JcaX509v3CertificateBuilder builder, boolean responder, boolean lists)
      throws IOException {
    if (responder) {
      builder.addExtension(
          Extension.authorityInfoAccess,
          false,
          new AuthorityInformationAccess(AccessDescription.id_ad_ocsp, place("/ocsp")));
    }
    if (lists) {
      GeneralNames names =
          new GeneralNames(
              new GeneralName[] {
                new GeneralName(GeneralName.uniformResourceIdentifier, "ldap:///CN=list"),
                place("/list")
              });
      builder.addExtension(
          Extension.cRLDistributionPoints,
          false,
          new CRLDistPoint(
              new DistributionPoint[] {
                new DistributionPoint(new DistributionPointName(names), null, null)
              }));
    }
  }

  private GeneralName place(String path) {
    return new GeneralName(
        GeneralName.uniformResourceIdentifier,
        "http://127.0.0.1:" + server.getAddress().getPort() + path);
  }

  void revoke(X509Certificate user) {
    revoked.add(user.getSerialNumber());
  }

  private interface Content {
    byte[] of(byte[] body) throws Exception;
  }

  private void answer(HttpExchange exchange, Behaviour behaviour, Content content)
      throws IOException {
    (exchange.getRequestURI().getPath().equals("/ocsp") ? ocspRequests : listRequests)
        .incrementAndGet();
    if (behaviour == Behaviour.SILENT) {
      return; // until the server is stopped
    }
    byte[] body;
    try {
      body = content.of(exchange.getRequestBody().readAllBytes());
    } catch (Exception e) {
      throw new IOException(e);
    }
    if (behaviour == Behaviour.HUGE) {
      body = Arrays.copyOf(body, 2 << 20);
    } else if (behaviour == Behaviour.NONSENSE) {
      body = new byte[] {1, 2, 3};
    }
    if (behaviour == Behaviour.REDIRECT) {
      exchange.getResponseHeaders().add("Location", exchange.getRequestURI() + "/good");
    }
    int status =
        behaviour == Behaviour.ERROR
            ? 503
            : behaviour == Behaviour.REDIRECT && !isGood(exchange) ? 302 : 200;
    exchange.sendResponseHeaders(status, body.length);
    exchange.getResponseBody().write(body);
    exchange.close();
  }

  private static boolean isGood(HttpExchange exchange) {
    return exchange.getRequestURI().getPath().endsWith("/good");
  }

  /** In the past by every clock of the tests: a revocation holds from its date on. */
  private static Date revokedAt() {
    return Date.from(Instant.now().minus(Duration.ofHours(1)));
  }

  private byte[] respond(byte[] body) throws Exception {
    BasicOCSPRespBuilder builder =
        new JcaBasicOCSPRespBuilder(
            keys.getPublic(),
            new JcaDigestCalculatorProviderBuilder().build().get(CertificateID.HASH_SHA1));
    Instant now = Instant.now();
    for (Req request : new OCSPReq(body).getRequestList()) {
      boolean bad = revoked.contains(request.getCertID().getSerialNumber());
      builder.addResponse(
          request.getCertID(),
          bad ? new RevokedStatus(revokedAt(), CRLReason.keyCompromise) : CertificateStatus.GOOD,
          Date.from(now),
          Date.from(now.plus(answerLife)));
    }
    OCSPResp response =
        new OCSPRespBuilder()
            .build(
                OCSPRespBuilder.SUCCESSFUL,
                builder.build(signer(signer), new X509CertificateHolder[0], Date.from(now)));
    return response.getEncoded();
  }

  private byte[] revocationList() throws Exception {
    Instant now = Instant.now();
    X509v2CRLBuilder builder =
        new X509v2CRLBuilder(new X500Name(name), Date.from(now.minus(Duration.ofDays(1))));
    builder.setNextUpdate(Date.from(now.plus(listLife)));
    revoked.forEach(serial -> builder.addCRLEntry(serial, revokedAt(), CRLReason.keyCompromise));
    return builder.build(signer(signer)).getEncoded();
  }

  private static ContentSigner signer(PrivateKey key) throws IOException {
    try {
      return new JcaContentSignerBuilder("SHA256withECDSA").build(key);
    } catch (OperatorCreationException e) {
      throw new IOException(e);
    }
  }

  private static X509Certificate convert(X509CertificateHolder holder) throws Exception {
    return new JcaX509CertificateConverter().getCertificate(holder);
  }

  @Override
  public void close() {
    server.stop(0);
    threads.shutdownNow();
  }
}
