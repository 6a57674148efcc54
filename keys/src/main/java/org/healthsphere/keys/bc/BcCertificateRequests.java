package org.healthsphere.keys.bc;

import java.io.IOException;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import org.bouncycastle.operator.OperatorCreationException;
import org.bouncycastle.operator.jcajce.JcaContentSignerBuilder;
import org.bouncycastle.operator.jcajce.JcaContentVerifierProviderBuilder;
import org.bouncycastle.pkcs.PKCSException;
import org.bouncycastle.pkcs.jcajce.JcaPKCS10CertificationRequest;
import org.bouncycastle.pkcs.jcajce.JcaPKCS10CertificationRequestBuilder;
import org.healthsphere.keys.CertificateProfile;
import org.healthsphere.keys.CertificateRequests;
import org.healthsphere.keys.VerificationKey;
import org.healthsphere.specs.Bytes;
import org.healthsphere.specs.Fault;
import org.healthsphere.specs.Outcome;

/** Makes requests in PKCS#10 and reads those of others. */
public final class BcCertificateRequests implements CertificateRequests {
    private static final int LARGEST = 16 * 1024;

    @Override
    public Bytes request(CertificateProfile profile, KeyPair pair) {
        try {
            var signer = new JcaContentSignerBuilder(BcCertificateAuthority.ALGORITHM).build(pair.getPrivate());
            var request = new JcaPKCS10CertificationRequestBuilder(Subjects.of(profile), pair.getPublic());
            return Bytes.of(request.build(signer).getEncoded());
        } catch (OperatorCreationException | IOException e) {
            throw new IllegalStateException("this key cannot sign a request", e);
        }
    }

    /** The key of a request, once its holder has shown that he holds it and claims to be no other than agreed. */
    static Outcome<VerificationKey> key(Bytes pkcs10, CertificateProfile agreed) {
        if (pkcs10.length() > LARGEST) {
            return unreadable();
        }
        try {
            var request = new JcaPKCS10CertificationRequest(pkcs10.array());
            var key = request.getPublicKey();
            if (!request.isSignatureValid(new JcaContentVerifierProviderBuilder().build(key))) {
                return Outcome.failed(new Fault.Unauthenticated("the request is not signed with the key it names"));
            }
            return request.getSubject().equals(Subjects.of(agreed))
                    ? VerificationKey.parse(Bytes.of(key.getEncoded()).base64url())
                    : Outcome.failed(new Fault.Forbidden("the request names another subject than was agreed"));
        } catch (IOException
                | GeneralSecurityException
                | OperatorCreationException
                | PKCSException
                | RuntimeException e) {
            // The parser answers malformed bytes with whatever it stumbled over, unchecked exceptions included.
            return unreadable();
        }
    }

    private static <T> Outcome<T> unreadable() {
        return Outcome.failed(new Fault.Invalid("not a PKCS#10 certification request"));
    }
}
