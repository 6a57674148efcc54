package org.healthsphere.keys;

/** What a certificate is presented for. Those for one use are refused for the other. */
public enum CertificateUse {
    /** Signing envelopes and receipts: documentSigning (RFC 9336). */
    SIGNING("1.3.6.1.5.5.7.3.36"),
    /** Asking another member: TLS client. */
    TLS_CLIENT("1.3.6.1.5.5.7.3.2"),
    /** Answering another member: TLS server. */
    TLS_SERVER("1.3.6.1.5.5.7.3.1");

    private final String extendedKeyUsage;

    CertificateUse(String extendedKeyUsage) {
        this.extendedKeyUsage = extendedKeyUsage;
    }

    /** The object identifier in the extended key usage of such a certificate. */
    public String extendedKeyUsage() {
        return extendedKeyUsage;
    }
}
