/*
 * SPDX-License-Identifier: Apache-2.0
 */
package io.rdgateway.auth.kerberos;

import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Date;
import java.util.Set;
import javax.security.auth.Subject;
import javax.security.auth.kerberos.KerberosPrincipal;
import javax.security.auth.kerberos.KerberosTicket;
import org.apache.kerby.kerberos.kerb.KrbException;
import org.apache.kerby.kerberos.kerb.server.SimpleKdcServer;
import org.apache.kerby.kerberos.kerb.type.KerberosTime;
import org.apache.kerby.kerberos.kerb.type.base.EncryptionKey;
import org.apache.kerby.kerberos.kerb.type.kdc.EncKdcRepPart;
import org.apache.kerby.kerberos.kerb.type.ticket.KrbTicket;
import org.apache.kerby.kerberos.kerb.type.ticket.TgtTicket;

/** A realm with a KDC of Apache Kerby, one user, and a service. */
final class KerbyRealm implements AutoCloseable {
  static final String SERVICE = "HTTP/gw.example.test@EXAMPLE.TEST";
  static final String USER = "alice@EXAMPLE.TEST";

  private static final String CONFIGURATION = "java.security.krb5.conf";
  private static final String PASSWORD = "Right-1";
  private static final int FLAGS = 32;

  private final SimpleKdcServer kdc;

  private KerbyRealm(SimpleKdcServer kdc) {
    this.kdc = kdc;
  }

  static KerbyRealm start(Path folder, Path keytab) throws Exception {
    var kdc = new SimpleKdcServer();
    kdc.setKdcRealm("EXAMPLE.TEST");
    kdc.setKdcHost("127.0.0.1");
    kdc.setAllowUdp(false);
    kdc.setKdcTcpPort(freePort());
    kdc.setWorkDir(folder.toFile());
    String configuration = System.getProperty(CONFIGURATION);
    kdc.init();
    kdc.start();
    // The KDC would let the whole process know of its configuration. Nothing here needs it.
    if (configuration == null) {
      System.clearProperty(CONFIGURATION);
    } else {
      System.setProperty(CONFIGURATION, configuration);
    }
    var realm = new KerbyRealm(kdc);
    try {
      kdc.createPrincipal(USER, PASSWORD);
      kdc.createPrincipals(SERVICE);
      kdc.exportPrincipal(SERVICE, keytab.toFile());
    } catch (Exception e) {
      realm.close();
      throw e;
    }
    return realm;
  }

  private static int freePort() throws Exception {
    try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      return socket.getLocalPort();
    }
  }

  /** The user with what the KDC gave: credentials that the JDK's Kerberos can use. */
  Subject signIn() throws Exception {
    TgtTicket granting = kdc.getKrbClient().requestTgt(USER, PASSWORD);
    return new Subject(
        false,
        Set.of(new KerberosPrincipal(USER)),
        Set.of(),
        Set.of(
            forJdk(granting, "krbtgt/EXAMPLE.TEST@EXAMPLE.TEST"),
            forJdk(kdc.getKrbClient().requestSgt(granting, SERVICE), SERVICE)));
  }

  private static KerberosTicket forJdk(KrbTicket ticket, String service) throws Exception {
    EncKdcRepPart part = ticket.getEncKdcRepPart();
    EncryptionKey key = ticket.getSessionKey();
    Date start = date(part.getAuthTime());
    return new KerberosTicket(
        ticket.getTicket().encode(),
        new KerberosPrincipal(USER),
        new KerberosPrincipal(service),
        key.getKeyData(),
        key.getKeyType().getValue(),
        new boolean[FLAGS],
        start,
        start,
        date(part.getEndTime()),
        null,
        null);
  }

  private static Date date(KerberosTime time) {
    return Date.from(Instant.ofEpochMilli(time.getTime()));
  }

  @Override
  public void close() throws KrbException {
    kdc.stop();
  }
}
