package org.healthsphere.keys.bc;

import static org.bouncycastle.asn1.x509.Extension.authorityKeyIdentifier;
import static org.bouncycastle.asn1.x509.Extension.basicConstraints;
import static org.bouncycastle.asn1.x509.Extension.extendedKeyUsage;
import static org.bouncycastle.asn1.x509.Extension.keyUsage;
import static org.bouncycastle.asn1.x509.Extension.subjectAlternativeName;
import static org.bouncycastle.asn1.x509.Extension.subjectKeyIdentifier;

import java.security.NoSuchAlgorithmException;
import java.security.PublicKey;
import java.security.cert.X509Certificate;
import java.util.List;
import java.util.regex.Pattern;
import org.bouncycastle.asn1.ASN1ObjectIdentifier;
import org.bouncycastle.asn1.x509.BasicConstraints;
import org.bouncycastle.asn1.x509.ExtendedKeyUsage;
import org.bouncycastle.asn1.x509.GeneralName;
import org.bouncycastle.asn1.x509.GeneralNames;
import org.bouncycastle.asn1.x509.KeyPurposeId;
import org.bouncycastle.asn1.x509.KeyUsage;
import org.bouncycastle.cert.CertIOException;
import org.bouncycastle.cert.X509v3CertificateBuilder;
import org.bouncycastle.cert.jcajce.JcaX509ExtensionUtils;
import org.healthsphere.keys.CertificateProfile;
import org.healthsphere.keys.CertificateProfile.Member;
import org.healthsphere.keys.CertificateProfile.Msp;
import org.healthsphere.keys.CertificateProfile.Tls;
import org.healthsphere.keys.CertificateUse;

/** What each kind of certificate says it may be used for. */
final class Extensions {
    private static final Pattern ADDRESS = Pattern.compile("[0-9.]+|.*:.*");

    private Extensions() {}

    /** An authority that issues leaves only. */
    static void authority(X509v3CertificateBuilder builder, PublicKey key)
            throws CertIOException, NoSuchAlgorithmException {
        builder.addExtension(basicConstraints, true, new BasicConstraints(0));
        builder.addExtension(keyUsage, true, new KeyUsage(KeyUsage.keyCertSign | KeyUsage.cRLSign));
        builder.addExtension(subjectKeyIdentifier, false, new JcaX509ExtensionUtils().createSubjectKeyIdentifier(key));
    }

    static void leaf(
            X509v3CertificateBuilder builder, CertificateProfile profile, PublicKey key, X509Certificate issuer)
            throws CertIOException, NoSuchAlgorithmException {
        var identifiers = new JcaX509ExtensionUtils();
        builder.addExtension(basicConstraints, true, new BasicConstraints(false));
        builder.addExtension(subjectKeyIdentifier, false, identifiers.createSubjectKeyIdentifier(key));
        builder.addExtension(
                authorityKeyIdentifier, false, identifiers.createAuthorityKeyIdentifier(issuer.getPublicKey()));
        builder.addExtension(keyUsage, true, new KeyUsage(KeyUsage.digitalSignature));
        switch (profile) {
            case Member member -> {
                builder.addExtension(extendedKeyUsage, false, uses(CertificateUse.SIGNING));
                builder.addExtension(
                        subjectAlternativeName,
                        false,
                        new GeneralNames(new GeneralName(GeneralName.uniformResourceIdentifier, member.uri())));
            }
            case Tls tls -> {
                builder.addExtension(
                        extendedKeyUsage, false, uses(CertificateUse.TLS_SERVER, CertificateUse.TLS_CLIENT));
                builder.addExtension(subjectAlternativeName, false, names(tls.hosts()));
            }
            case Msp _ -> {
                // Fabric reads the role from the subject and asks for no extended usage.
            }
        }
    }

    private static ExtendedKeyUsage uses(CertificateUse... uses) {
        var ids = new KeyPurposeId[uses.length];
        for (var i = 0; i < uses.length; i++) {
            ids[i] = KeyPurposeId.getInstance(new ASN1ObjectIdentifier(uses[i].extendedKeyUsage()));
        }
        return new ExtendedKeyUsage(ids);
    }

    private static GeneralNames names(List<String> hosts) {
        return new GeneralNames(hosts.stream()
                .map(h ->
                        new GeneralName(ADDRESS.matcher(h).matches() ? GeneralName.iPAddress : GeneralName.dNSName, h))
                .toArray(GeneralName[]::new));
    }
}
