package org.healthsphere.keys.bc;

import java.util.Locale;
import org.bouncycastle.asn1.x500.X500Name;
import org.bouncycastle.asn1.x500.X500NameBuilder;
import org.bouncycastle.asn1.x500.style.BCStyle;
import org.healthsphere.keys.CertificateProfile;
import org.healthsphere.keys.CertificateProfile.Msp;

/** The subject of a profile: CN, then OU where it is a role, then O. Built, not spelled: no name can add a part. */
final class Subjects {
    private Subjects() {}

    static X500Name of(CertificateProfile profile) {
        var name = new X500NameBuilder(BCStyle.INSTANCE).addRDN(BCStyle.CN, profile.commonName());
        if (profile instanceof Msp msp) {
            name.addRDN(BCStyle.OU, msp.role().name().toLowerCase(Locale.ROOT));
        }
        return name.addRDN(BCStyle.O, profile.organization()).build();
    }

    static X500Name of(Founding founding) {
        return new X500NameBuilder(BCStyle.INSTANCE)
                .addRDN(BCStyle.CN, founding.name())
                .addRDN(BCStyle.O, founding.organization())
                .build();
    }
}
