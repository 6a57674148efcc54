package org.healthsphere.node.doctor;

import java.math.BigInteger;
import java.security.Principal;
import java.security.PublicKey;
import java.security.cert.X509Certificate;
import java.util.Date;
import java.util.Set;

/** A certificate that says what another says, but for a key that no authority of ours certifies. */
final class OddCertificate extends X509Certificate {
    private static final long serialVersionUID = 1L;

    private final transient PublicKey key;
    private final transient X509Certificate like;

    private OddCertificate(PublicKey key, X509Certificate like) {
        this.key = key;
        this.like = like;
    }

    static X509Certificate over(PublicKey key, X509Certificate like) {
        return new OddCertificate(key, like);
    }

    @Override
    public PublicKey getPublicKey() {
        return key;
    }

    @Override
    public void checkValidity() {
        // Nobody asks.
    }

    @Override
    public void checkValidity(Date date) {
        // Nobody asks.
    }

    @Override
    public int getVersion() {
        return like.getVersion();
    }

    @Override
    public BigInteger getSerialNumber() {
        return like.getSerialNumber();
    }

    @Override
    @Deprecated
    public Principal getIssuerDN() {
        return like.getIssuerX500Principal();
    }

    @Override
    @Deprecated
    public Principal getSubjectDN() {
        return like.getSubjectX500Principal();
    }

    @Override
    public Date getNotBefore() {
        return like.getNotBefore();
    }

    @Override
    public Date getNotAfter() {
        return like.getNotAfter();
    }

    @Override
    public byte[] getTBSCertificate() {
        return new byte[0];
    }

    @Override
    public byte[] getSignature() {
        return like.getSignature();
    }

    @Override
    public String getSigAlgName() {
        return like.getSigAlgName();
    }

    @Override
    public String getSigAlgOID() {
        return like.getSigAlgOID();
    }

    @Override
    public byte[] getSigAlgParams() {
        return like.getSigAlgParams();
    }

    @Override
    public boolean[] getIssuerUniqueID() {
        return like.getIssuerUniqueID();
    }

    @Override
    public boolean[] getSubjectUniqueID() {
        return like.getSubjectUniqueID();
    }

    @Override
    public boolean[] getKeyUsage() {
        return like.getKeyUsage();
    }

    @Override
    public int getBasicConstraints() {
        return like.getBasicConstraints();
    }

    @Override
    public byte[] getEncoded() {
        return new byte[0];
    }

    @Override
    public void verify(PublicKey authority) {
        // Nobody asks.
    }

    @Override
    public void verify(PublicKey authority, String provider) {
        // Nobody asks.
    }

    @Override
    public String toString() {
        return "OddCertificate";
    }

    @Override
    public Set<String> getCriticalExtensionOIDs() {
        return like.getCriticalExtensionOIDs();
    }

    @Override
    public Set<String> getNonCriticalExtensionOIDs() {
        return like.getNonCriticalExtensionOIDs();
    }

    @Override
    public byte[] getExtensionValue(String oid) {
        return like.getExtensionValue(oid);
    }

    @Override
    public boolean hasUnsupportedCriticalExtension() {
        return false;
    }
}
