/*
 * SPDX-License-Identifier: Apache-2.0
 */
package io.rdgateway.auth.certificate;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.security.GeneralSecurityException;
import java.security.cert.CRLException;
import java.security.cert.CertPathValidator;
import java.security.cert.CertPathValidatorException;
import java.security.cert.CertStore;
import java.security.cert.CertificateException;
import java.security.cert.CertificateFactory;
import java.security.cert.CollectionCertStoreParameters;
import java.security.cert.PKIXParameters;
import java.security.cert.PKIXRevocationChecker;
import java.security.cert.TrustAnchor;
import java.security.cert.X509CRL;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.time.Instant;
import java.util.Base64;
import java.util.Date;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.bouncycastle.cert.ocsp.CertificateID;
import org.bouncycastle.cert.ocsp.OCSPException;
import org.bouncycastle.cert.ocsp.OCSPReqBuilder;
import org.bouncycastle.cert.ocsp.jcajce.JcaCertificateID;
import org.bouncycastle.operator.OperatorCreationException;
import org.bouncycastle.operator.jcajce.JcaDigestCalculatorProviderBuilder;

/**
 * Asks the issuer of one certificate whether it has been revoked: by OCSP (RFC 6960), and by its
 * revocation list when that says nothing. The answers are fetched here, within bounds that the JDK
 * does not have, and judged by the JDK. They are used again for a short while, if they still say
 * something then.
 */
final class AuthorityInquiry {
  private static final int MAX_OCSP_BYTES = 64 << 10;
  private static final int MAX_OCSP_ANSWERS = 2_000;
  private static final int MAX_LISTS = 16;

  private static final RevocationStatus NOT_ASKED =
      new RevocationStatus.Unknown("it has not been asked");

  private final int maxListBytes;
  private final Duration reuse;
  private final RecentAnswers<byte[]> ocspAnswers = new RecentAnswers<>(MAX_OCSP_ANSWERS);
  private final RecentAnswers<X509CRL> lists = new RecentAnswers<>(MAX_LISTS);

  /**
   * An inquiry without any answer yet.
   *
   * @param maxListBytes how large a revocation list may be
   * @param reuse how long an answer may be used again at most; one that ends earlier, until then
   */
  AuthorityInquiry(int maxListBytes, Duration reuse) {
    this.maxListBytes = maxListBytes;
    this.reuse = reuse;
  }

  RevocationStatus ask(
      X509Certificate certificate, X509Certificate issuer, Instant now, Budget budget)
      throws InterruptedException {
    AuthorityPlaces places;
    try {
      places = AuthorityPlaces.of(certificate);
    } catch (CertificateException e) {
      return new RevocationStatus.Unknown(String.valueOf(e.getMessage()));
    }
    RevocationStatus status =
        new RevocationStatus.Unknown("it names no responder or list that can be asked");
    if (places.responder().isPresent()) {
      status = askResponder(places.responder().get(), certificate, issuer, now, budget);
    }
    for (String list : places.lists()) {
      if (!(status instanceof RevocationStatus.Unknown)) {
        return status;
      }
      status = askList(list, certificate, issuer, now, budget);
    }
    return status;
  }

  private RevocationStatus askResponder(
      String uri, X509Certificate certificate, X509Certificate issuer, Instant now, Budget budget)
      throws InterruptedException {
    try {
      CertificateID id =
          new JcaCertificateID(
              new JcaDigestCalculatorProviderBuilder().build().get(CertificateID.HASH_SHA1),
              issuer,
              certificate.getSerialNumber());
      byte[] request = new OCSPReqBuilder().addRequest(id).build().getEncoded();
      String key = uri + ' ' + Base64.getEncoder().encodeToString(request);
      byte[] known = ocspAnswers.find(key, now);
      RevocationStatus status = known == null ? NOT_ASKED : judge(known, certificate, issuer, now);
      if (status instanceof RevocationStatus.Unknown) {
        byte[] answer =
            Fetch.post(uri, request, "application/ocsp-request", MAX_OCSP_BYTES, budget);
        status = judge(answer, certificate, issuer, now);
        if (!(status instanceof RevocationStatus.Unknown)) {
          ocspAnswers.put(key, answer, now.plus(reuse));
        }
      }
      return status;
    } catch (IOException e) {
      return unreachable("responder", uri, e);
    } catch (GeneralSecurityException | OCSPException | OperatorCreationException e) {
      return new RevocationStatus.Unknown("this JVM cannot ask by OCSP (" + e.getMessage() + ")");
    }
  }

  private RevocationStatus askList(
      String uri, X509Certificate certificate, X509Certificate issuer, Instant now, Budget budget)
      throws InterruptedException {
    try {
      X509CRL known = lists.find(uri, now);
      RevocationStatus status = known == null ? NOT_ASKED : judge(known, certificate, issuer, now);
      if (status instanceof RevocationStatus.Unknown) {
        X509CRL list = parse(Fetch.get(uri, maxListBytes, budget));
        status = judge(list, certificate, issuer, now);
        if (!(status instanceof RevocationStatus.Unknown)) {
          lists.put(uri, list, now.plus(reuse));
        }
      }
      return status;
    } catch (IOException e) {
      return unreachable("revocation list", uri, e);
    } catch (CRLException e) {
      return new RevocationStatus.Unknown("the answer of " + uri + " is no revocation list");
    } catch (GeneralSecurityException e) {
      return new RevocationStatus.Unknown("this JVM cannot read lists (" + e.getMessage() + ")");
    }
  }

  private static RevocationStatus judge(
      byte[] ocspAnswer, X509Certificate certificate, X509Certificate issuer, Instant now)
      throws GeneralSecurityException {
    PKIXRevocationChecker checker =
        (PKIXRevocationChecker) CertPathValidator.getInstance("PKIX").getRevocationChecker();
    checker.setOptions(EnumSet.of(PKIXRevocationChecker.Option.NO_FALLBACK));
    checker.setOcspResponses(Map.of(certificate, ocspAnswer));
    PKIXParameters parameters = parameters(issuer, now);
    parameters.addCertPathChecker(checker);
    return judge(certificate, parameters);
  }

  private static RevocationStatus judge(
      X509CRL list, X509Certificate certificate, X509Certificate issuer, Instant now)
      throws GeneralSecurityException {
    PKIXParameters parameters = parameters(issuer, now);
    // Without a checker of its own the JDK looks into these stores and fetches nothing itself,
    // unless the whole JVM has been told to.
    parameters.setRevocationEnabled(true);
    parameters.addCertStore(
        CertStore.getInstance("Collection", new CollectionCertStoreParameters(List.of(list))));
    return judge(certificate, parameters);
  }

  private static X509CRL parse(byte[] bytes) throws GeneralSecurityException {
    return (X509CRL)
        CertificateFactory.getInstance("X.509").generateCRL(new ByteArrayInputStream(bytes));
  }

  private static PKIXParameters parameters(X509Certificate issuer, Instant now)
      throws GeneralSecurityException {
    PKIXParameters parameters = new PKIXParameters(Set.of(new TrustAnchor(issuer, null)));
    parameters.setRevocationEnabled(false);
    parameters.setDate(Date.from(now));
    return parameters;
  }

  /** A path of one link: its issuer has been found trustworthy before. */
  private static RevocationStatus judge(X509Certificate certificate, PKIXParameters parameters)
      throws GeneralSecurityException {
    try {
      CertPathValidator.getInstance("PKIX")
          .validate(
              CertificateFactory.getInstance("X.509").generateCertPath(List.of(certificate)),
              parameters);
      return new RevocationStatus.Good();
    } catch (CertPathValidatorException e) {
      return e.getReason() == CertPathValidatorException.BasicReason.REVOKED
          ? new RevocationStatus.Revoked()
          : new RevocationStatus.Unknown("the answer is of no use: " + e.getMessage());
    }
  }

  private static RevocationStatus unreachable(String what, String uri, IOException e) {
    return new RevocationStatus.Unknown(
        "the " + what + " " + uri + " does not answer (" + e.getMessage() + ")");
  }
}
