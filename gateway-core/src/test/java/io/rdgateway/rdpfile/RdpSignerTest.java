/*
 * SPDX-License-Identifier: Apache-2.0
 */
package io.rdgateway.rdpfile;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.rdgateway.spi.ConfigurationException;
import io.rdgateway.tls.CertifiedKey;
import io.rdgateway.tls.TestCertificates;
import java.nio.charset.StandardCharsets;
import java.security.Signature;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Base64;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class RdpSignerTest {
  private static final X509Certificate CERTIFICATE =
      TestCertificates.of(TestCertificates.RSA).make();
  private static final CertifiedKey KEY =
      new CertifiedKey(TestCertificates.RSA.getPrivate(), List.of(CERTIFICATE));
  private static final RdpSigner SIGNER = new RdpSigner(KEY);

  /** The scope of a file with every setting, as signing tools other than ours write it. */
  private static final String EVERYTHING =
      "Full Address,Alternate Full Address,PCB,Use Redirection Server Name,Server Port,"
          + "Negotiate Security Layer,EnableCredSspSupport,DisableConnectionSharing,"
          + "AutoReconnection Enabled,GatewayHostname,GatewayUsageMethod,"
          + "GatewayProfileUsageMethod,GatewayCredentialsSource,Support URL,"
          + "PromptCredentialOnce,Require pre-authentication,"
          + "Pre-authentication server address,Alternate Shell,Shell Working Directory,"
          + "RemoteApplicationProgram,RemoteApplicationExpandWorkingdir,"
          + "RemoteApplicationMode,RemoteApplicationGuid,RemoteApplicationName,"
          + "RemoteApplicationIcon,RemoteApplicationFile,RemoteApplicationFileExtensions,"
          + "RemoteApplicationCmdLine,RemoteApplicationExpandCmdLine,Prompt For Credentials,"
          + "Authentication Level,AudioMode,RedirectDrives,RedirectPrinters,RedirectCOMPorts,"
          + "RedirectSmartCards,RedirectPOSDevices,RedirectClipboard,DevicesToRedirect,"
          + "DrivesToRedirect,LoadBalanceInfo,RedirectDirectX,RDGIsKDCProxy,KDCProxyName,"
          + "EventLogUploadAddress,EnableRdsAadAuth,RedirectWebAuthn,RedirectTextProcessing,"
          + "Allowed Security Protocols";

  private static RdpFile.Builder sample() {
    return RdpFile.builder()
        .set(RdpProperty.SCREEN_MODE_ID, 2)
        .gateway("gw.example", 443)
        .host("pc.example", 3389)
        .accessToken("token-1");
  }

  @Test
  void signsTheLinesInTheOrderOfTheScope() throws Exception {
    RdpFile file = SIGNER.sign(sample().build());
    String scope =
        "Full Address,Alternate Full Address,GatewayHostname,GatewayUsageMethod,"
            + "GatewayProfileUsageMethod,GatewayCredentialsSource";
    assertEquals(Optional.of(scope), file.text(RdpProperty.SIGN_SCOPE));
    String message =
        """
        full address:s:pc.example
        alternate full address:s:pc.example
        gatewayhostname:s:gw.example
        gatewayusagemethod:i:1
        gatewayprofileusagemethod:i:1
        gatewaycredentialssource:i:5
        """
                .replace("\n", "\r\n")
            + "signscope:s:"
            + scope
            + "\r\n\0";
    byte[] blob = Base64.getDecoder().decode(file.text(RdpProperty.SIGNATURE).orElseThrow());
    assertArrayEquals(HexFormat.of().parseHex("0100010001000000"), Arrays.copyOf(blob, 8));
    // The RSA signature is the last field of the last structure: it is over the message itself.
    Signature rsa = Signature.getInstance("SHA256withRSA");
    rsa.initVerify(CERTIFICATE);
    rsa.update(message.getBytes(StandardCharsets.UTF_16LE));
    assertTrue(rsa.verify(blob, blob.length - 256, 256));
    assertEquals(List.of(CERTIFICATE), RdpSignature.verify(file).chain());
    assertEquals(file, RdpFile.parse(file.toBytes(RdpEncoding.UTF_16LE)));
  }

  @Test
  void coversEverythingThatCanBeSigned() throws Exception {
    RdpFile.Builder all = RdpFile.builder();
    var signable = new TreeSet<String>();
    for (RdpProperty property : RdpProperty.values()) {
      if (property != RdpProperty.SIGNATURE && property != RdpProperty.SIGN_SCOPE) {
        all.set(property, "1");
        if (property.isSignable()) {
          signable.add(property.fileName());
        }
      }
    }
    RdpFile file = SIGNER.sign(all.build());
    assertEquals(Optional.of(EVERYTHING), file.text(RdpProperty.SIGN_SCOPE));
    assertEquals(
        signable,
        new TreeSet<>(List.of(EVERYTHING.toLowerCase(Locale.ROOT).split(",", -1))),
        "what may change without the signature");
    RdpSignature.verify(file);
    for (RdpProperty free :
        List.of(
            RdpProperty.USER_NAME,
            RdpProperty.DOMAIN,
            RdpProperty.GATEWAY_ACCESS_TOKEN,
            RdpProperty.WORKSPACE_ID,
            RdpProperty.SCREEN_MODE_ID)) {
      assertFalse(free.isSignable(), free.name());
    }
  }

  @Test
  void whatIsNotSignedMayChangeAndNothingElse() throws Exception {
    RdpFile file = SIGNER.sign(sample().build());
    RdpFile other = file.withUnsigned(RdpProperty.GATEWAY_ACCESS_TOKEN, "token-2");
    assertEquals(Optional.of("token-2"), other.text(RdpProperty.GATEWAY_ACCESS_TOKEN));
    RdpSignature.verify(other);
    for (RdpProperty signed :
        List.of(RdpProperty.FULL_ADDRESS, RdpProperty.PCB, RdpProperty.SIGNATURE)) {
      assertThrows(IllegalArgumentException.class, () -> file.withUnsigned(signed, "x"));
    }
    assertEquals(Optional.empty(), file.toBuilder().build().text(RdpProperty.SIGNATURE));
  }

  @Test
  void refusesEachChangeOfWhatIsSigned() throws Exception {
    RdpFile file = SIGNER.sign(sample().build());
    String text = new String(file.toBytes(RdpEncoding.UTF_8), StandardCharsets.UTF_8);
    String signature = file.text(RdpProperty.SIGNATURE).orElseThrow();
    List<String> changed = new ArrayList<>();
    changed.add(text.replace("full address:s:pc.example", "full address:s:pc.evil"));
    changed.add(
        text.replace("alternate full address:s:pc.example", "Alternate Full Address:s:pc.example"));
    changed.add(text.replace("gatewayusagemethod:i:1", "gatewayusagemethod:i:01"));
    changed.add(text.replaceFirst("(?m)^alternate.*\r\n", ""));
    changed.add(text.replaceFirst("(?m)^signscope.*\r\n", ""));
    changed.add(text.replaceFirst("(?m)^signature.*\r\n", ""));
    changed.add(text.replace("GatewayUsageMethod,", ""));
    changed.add(text.replace("GatewayUsageMethod,", "GatewayUsageMethod,GatewayUsageMethod,"));
    changed.add(
        text.replace("GatewayHostname,GatewayUsageMethod", "GatewayUsageMethod,GatewayHostname"));
    changed.add(text + "pcb:s:evil\r\n");
    changed.add(text.replace(signature, "AAAA"));
    changed.add(text.replace(signature, "%"));
    changed.add(text.replace(signature, signature.substring(0, signature.length() - 4)));
    for (String evil : changed) {
      assertFalse(evil.equals(text));
      RdpFile parsed = RdpFileTest.parse(evil);
      assertThrows(RdpFileException.class, () -> RdpSignature.verify(parsed), evil);
    }
    RdpSignature.verify(RdpFileTest.parse(text));
  }

  @Test
  void readsTheBlanksOfWindowsAndKeepsForeignSpelling() throws Exception {
    RdpFile foreign =
        SIGNER.sign(RdpFileTest.parse("Full Address:s:pc.example \r\nAudioMode:i:0002\r\n"));
    String signature = foreign.text(RdpProperty.SIGNATURE).orElseThrow();
    String text = new String(foreign.toBytes(RdpEncoding.UTF_8), StandardCharsets.UTF_8);
    RdpSignature.verify(
        RdpFileTest.parse(text.replace(signature, signature.replaceAll("(.{64})", "$1  "))));
  }

  @Test
  void trustsWhoIsTrustedAlone() throws Exception {
    var rootKeys = TestCertificates.rsa(2048);
    X509Certificate root =
        TestCertificates.of(rootKeys).subject("CN=root.example").authority().make();
    X509Certificate leaf =
        TestCertificates.of(TestCertificates.RSA).issuedBy(root, rootKeys.getPrivate()).make();
    var signer =
        new RdpSigner(new CertifiedKey(TestCertificates.RSA.getPrivate(), List.of(leaf, root)));
    RdpSignature signature = RdpSignature.verify(signer.sign(sample().build()));
    assertEquals(leaf, signature.chain().get(0));
    Instant now = Instant.now();
    signature.requireTrusted(List.of(root), now);
    signature.requireTrusted(List.of(leaf), now);
    assertThrows(RdpFileException.class, () -> signature.requireTrusted(List.of(CERTIFICATE), now));
    assertThrows(
        RdpFileException.class,
        () -> signature.requireTrusted(List.of(root), now.plus(Duration.ofDays(400))));
    assertThrows(
        RdpFileException.class,
        () -> signature.requireTrusted(List.of(leaf), now.plus(Duration.ofDays(400))));
  }

  /** DER sorts the certificates of a signature, and the length of a name decides here. */
  @ParameterizedTest
  @CsvSource({"upper, lower and longer", "upper and longer, lower"})
  void findsTheWayFromTheSignerToTheRoot(String upperName, String lowerName) throws Exception {
    var keys = TestCertificates.rsa(2048);
    X509Certificate root = TestCertificates.of(keys).subject("CN=root").authority().make();
    X509Certificate upper =
        TestCertificates.of(keys)
            .subject("CN=" + upperName)
            .authority()
            .issuedBy(root, keys.getPrivate())
            .make();
    X509Certificate lower =
        TestCertificates.of(keys)
            .subject("CN=" + lowerName)
            .authority()
            .issuedBy(upper, keys.getPrivate())
            .make();
    X509Certificate leaf =
        TestCertificates.of(TestCertificates.RSA).issuedBy(lower, keys.getPrivate()).make();
    var chain = List.of(leaf, lower, upper);
    var signer = new RdpSigner(new CertifiedKey(TestCertificates.RSA.getPrivate(), chain));
    RdpSignature signature = RdpSignature.verify(signer.sign(sample().build()));
    signature.requireTrusted(List.of(root), Instant.now());
    signature.requireTrusted(List.of(upper), Instant.now());
    assertThrows(
        RdpFileException.class,
        () -> signature.requireTrusted(List.of(CERTIFICATE), Instant.now()));
  }

  @Test
  void refusesKeysThatMstscDoesNotTake() {
    for (var keys : List.of(TestCertificates.ec("secp256r1"), TestCertificates.rsa(1024))) {
      var pair = new CertifiedKey(keys.getPrivate(), List.of(TestCertificates.of(keys).make()));
      assertThrows(ConfigurationException.class, () -> new RdpSigner(pair));
    }
    var stranger = new CertifiedKey(TestCertificates.rsa(2048).getPrivate(), List.of(CERTIFICATE));
    assertThrows(ConfigurationException.class, () -> new RdpSigner(stranger));
    assertThrows(IllegalArgumentException.class, () -> SIGNER.sign(RdpFile.builder().build()));
    SIGNER.requireValidAt(Instant.now());
    assertThrows(
        ConfigurationException.class,
        () -> SIGNER.requireValidAt(Instant.now().plus(Duration.ofDays(400))));
    assertFalse(KEY.toString().contains("RSAPrivate"), KEY.toString());
  }
}
