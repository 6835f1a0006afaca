/*
 * SPDX-License-Identifier: Apache-2.0
 */
package io.rdgateway.standalone.doctor;

import java.io.IOException;
import java.security.SecureRandom;
import java.text.ParseException;
import java.time.Instant;
import org.bouncycastle.asn1.ASN1Encodable;
import org.bouncycastle.asn1.ASN1EncodableVector;
import org.bouncycastle.asn1.ASN1Encoding;
import org.bouncycastle.asn1.ASN1GeneralizedTime;
import org.bouncycastle.asn1.ASN1Integer;
import org.bouncycastle.asn1.ASN1Primitive;
import org.bouncycastle.asn1.ASN1Sequence;
import org.bouncycastle.asn1.ASN1TaggedObject;
import org.bouncycastle.asn1.BERTags;
import org.bouncycastle.asn1.DERBitString;
import org.bouncycastle.asn1.DERGeneralString;
import org.bouncycastle.asn1.DERGeneralizedTime;
import org.bouncycastle.asn1.DERSequence;
import org.bouncycastle.asn1.DERTaggedObject;

/**
 * A question to a KDC that brings no proof of anybody, for an account that nobody has (RFC 4120,
 * sections 5.4.1 and 5.9.1).
 */
final class KdcQuestion {
  private static final int VERSION = 5;
  private static final int AS_REQ = 10;
  private static final int KRB_ERROR = 30;
  private static final int PRINCIPAL = 1;
  private static final int SERVICE = 2;
  private static final int AES256 = 18;
  private static final int AES128 = 17;
  private static final int SERVER_TIME = 4;
  private static final String NOBODY = "rdgateway-doctor";
  private static final SecureRandom RANDOM = new SecureRandom();

  private KdcQuestion() {}

  /** An AS-REQ. */
  static byte[] about(String realm) throws IOException {
    DERSequence body =
        sequence(
            tagged(0, new DERBitString(new byte[4])),
            tagged(1, name(PRINCIPAL, NOBODY)),
            tagged(2, new DERGeneralString(realm)),
            tagged(3, name(SERVICE, "krbtgt", realm)),
            tagged(5, new DERGeneralizedTime("20370913024805Z")),
            tagged(7, new ASN1Integer(RANDOM.nextInt(Integer.MAX_VALUE))),
            tagged(8, sequence(new ASN1Integer(AES256), new ASN1Integer(AES128))));
    DERSequence request =
        sequence(
            tagged(1, new ASN1Integer(VERSION)),
            tagged(2, new ASN1Integer(AS_REQ)),
            tagged(4, body));
    return new DERTaggedObject(true, BERTags.APPLICATION, AS_REQ, request)
        .getEncoded(ASN1Encoding.DER);
  }

  /**
   * The time of a KDC.
   *
   * @param answer its KRB-ERROR
   * @throws IOException if it is something else
   */
  static Instant time(byte[] answer) throws IOException {
    try {
      ASN1TaggedObject error = ASN1TaggedObject.getInstance(ASN1Primitive.fromByteArray(answer));
      if (error.hasTag(BERTags.APPLICATION, KRB_ERROR)) {
        ASN1Sequence fields =
            ASN1Sequence.getInstance(error.getExplicitBaseObject().toASN1Primitive());
        for (Object field : fields) {
          ASN1TaggedObject tagged = ASN1TaggedObject.getInstance(field);
          if (tagged.getTagNo() == SERVER_TIME) {
            return ASN1GeneralizedTime.getInstance(tagged.getExplicitBaseObject())
                .getDate()
                .toInstant();
          }
        }
      }
    } catch (IllegalArgumentException
        | IllegalStateException
        | ClassCastException
        | ParseException e) {
      throw new IOException("it does not speak Kerberos", e);
    }
    throw new IOException("it answers without an error, and so without its time");
  }

  private static DERSequence name(int kind, String... parts) {
    ASN1EncodableVector texts = new ASN1EncodableVector();
    for (String part : parts) {
      texts.add(new DERGeneralString(part));
    }
    return sequence(tagged(0, new ASN1Integer(kind)), tagged(1, new DERSequence(texts)));
  }

  private static DERSequence sequence(ASN1Encodable... parts) {
    return new DERSequence(parts);
  }

  private static DERTaggedObject tagged(int tag, ASN1Encodable value) {
    return new DERTaggedObject(true, tag, value);
  }
}
