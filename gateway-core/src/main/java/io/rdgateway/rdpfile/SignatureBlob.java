/*
 * SPDX-License-Identifier: Apache-2.0
 */
package io.rdgateway.rdpfile;

import io.rdgateway.tls.CertifiedKey;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.security.cert.CertificateException;
import java.security.cert.X509Certificate;
import java.util.ArrayList;
import java.util.Base64;
import java.util.Collection;
import java.util.List;
import java.util.Set;
import org.bouncycastle.cert.X509CertificateHolder;
import org.bouncycastle.cert.jcajce.JcaCertStore;
import org.bouncycastle.cert.jcajce.JcaX509CertificateConverter;
import org.bouncycastle.cms.CMSException;
import org.bouncycastle.cms.CMSProcessableByteArray;
import org.bouncycastle.cms.CMSSignedData;
import org.bouncycastle.cms.CMSSignedDataGenerator;
import org.bouncycastle.cms.SignerInformation;
import org.bouncycastle.cms.jcajce.JcaSignerInfoGeneratorBuilder;
import org.bouncycastle.cms.jcajce.JcaSimpleSignerInfoVerifierBuilder;
import org.bouncycastle.operator.OperatorCreationException;
import org.bouncycastle.operator.jcajce.JcaContentSignerBuilder;
import org.bouncycastle.operator.jcajce.JcaDigestCalculatorProviderBuilder;

/**
 * The value of {@code signature}: a header and a detached CMS SignedData (RFC 5652) without signed
 * attributes, in base64.
 */
final class SignatureBlob {
  private static final int MAGIC = 0x00010001;
  private static final int KIND = 1;
  private static final int HEADER = 12;

  /** SHA-256, SHA-384 and SHA-512; not the SHA-1 of old tools, for which collisions are known. */
  private static final Set<String> DIGESTS =
      Set.of("2.16.840.1.101.3.4.2.1", "2.16.840.1.101.3.4.2.2", "2.16.840.1.101.3.4.2.3");

  private static final String NOT_A_BLOB = "the signature is not in the form that mstsc writes";

  private SignatureBlob() {}

  static String sign(byte[] message, CertifiedKey key) throws RdpFileException {
    try {
      CMSSignedDataGenerator generator = new CMSSignedDataGenerator();
      generator.addSignerInfoGenerator(
          new JcaSignerInfoGeneratorBuilder(new JcaDigestCalculatorProviderBuilder().build())
              .setDirectSignature(true)
              .build(
                  new JcaContentSignerBuilder("SHA256withRSA").build(key.privateKey()),
                  key.chain().get(0)));
      generator.addCertificates(new JcaCertStore(key.chain()));
      byte[] der =
          generator.generate(new CMSProcessableByteArray(message), false).getEncoded("DER");
      ByteBuffer blob = ByteBuffer.allocate(HEADER + der.length).order(ByteOrder.LITTLE_ENDIAN);
      blob.putInt(MAGIC).putInt(KIND).putInt(der.length).put(der);
      return Base64.getEncoder().encodeToString(blob.array());
    } catch (CMSException | OperatorCreationException | CertificateException | IOException e) {
      throw new RdpFileException("the key does not sign", e);
    }
  }

  /**
   * Checks the signature alone, not whether the signer is trusted.
   *
   * @return the certificates in it, the signer's first
   */
  static List<X509Certificate> verify(String value, byte[] message) throws RdpFileException {
    try {
      CMSSignedData signed =
          new CMSSignedData(new CMSProcessableByteArray(message), content(value));
      Collection<SignerInformation> signers = signed.getSignerInfos().getSigners();
      if (!signed.isDetachedSignature() || signers.size() != 1) {
        throw new RdpFileException("the signature is not a detached one by a single signer");
      }
      SignerInformation signer = signers.iterator().next();
      if (signer.getSignedAttributes() != null) {
        throw new RdpFileException(
            "the signature has signed attributes, which mstsc does not take");
      }
      if (!DIGESTS.contains(signer.getDigestAlgOID())) {
        throw new RdpFileException(
            "the signature uses a digest other than SHA-256, SHA-384 or SHA-512");
      }
      List<X509Certificate> chain = new ArrayList<>();
      int own = 0;
      for (X509CertificateHolder holder : signed.getCertificates().getMatches(null)) {
        boolean isSigner = signer.getSID().match(holder);
        own += isSigner ? 1 : 0;
        chain.add(
            isSigner ? 0 : chain.size(), new JcaX509CertificateConverter().getCertificate(holder));
      }
      if (own != 1) {
        throw new RdpFileException("the signature does not hold its signer's certificate");
      }
      if (!signer.verify(new JcaSimpleSignerInfoVerifierBuilder().build(chain.get(0)))) {
        throw new RdpFileException("the signature is not that of this file: it has been changed");
      }
      return List.copyOf(chain);
    } catch (CMSException | OperatorCreationException | CertificateException | RuntimeException e) {
      // Bouncy Castle says what is wrong with the structure by all of these.
      throw new RdpFileException("the signature does not hold: " + e.getClass().getSimpleName(), e);
    }
  }

  private static byte[] content(String value) throws RdpFileException {
    ByteBuffer blob;
    try {
      blob =
          ByteBuffer.wrap(Base64.getDecoder().decode(value.replace(" ", "")))
              .order(ByteOrder.LITTLE_ENDIAN);
    } catch (IllegalArgumentException e) {
      throw new RdpFileException(NOT_A_BLOB, e);
    }
    if (blob.remaining() < HEADER
        || blob.getInt() != MAGIC
        || blob.getInt() != KIND
        || blob.getInt() != blob.remaining()) {
      throw new RdpFileException(NOT_A_BLOB);
    }
    byte[] content = new byte[blob.remaining()];
    blob.get(content);
    return content;
  }
}
