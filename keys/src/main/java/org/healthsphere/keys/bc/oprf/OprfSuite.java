package org.healthsphere.keys.bc.oprf;

import org.bouncycastle.asn1.x9.X9ECParameters;
import org.bouncycastle.crypto.ExtendedDigest;
import org.bouncycastle.crypto.digests.SHA256Digest;
import org.bouncycastle.crypto.digests.SHA384Digest;
import org.bouncycastle.crypto.digests.SHA512Digest;
import org.bouncycastle.crypto.ec.CustomNamedCurves;
import org.bouncycastle.crypto.hash2curve.HashToCurveProfile;

/** A group and its hash (RFC 9497, sections 4.3 to 4.5). */
public enum OprfSuite {
    P256_SHA256,
    P384_SHA384,
    P521_SHA512;

    /** As the RFC calls it. */
    public String identifier() {
        return name().replace('_', '-');
    }

    HashToCurveProfile profile() {
        return switch (this) {
            case P256_SHA256 -> HashToCurveProfile.P256_XMD_SHA_256;
            case P384_SHA384 -> HashToCurveProfile.P384_XMD_SHA_384;
            case P521_SHA512 -> HashToCurveProfile.P521_XMD_SHA_512;
        };
    }

    X9ECParameters curve() {
        return CustomNamedCurves.getByName(
                switch (this) {
                    case P256_SHA256 -> "P-256";
                    case P384_SHA384 -> "P-384";
                    case P521_SHA512 -> "P-521";
                });
    }

    ExtendedDigest digest() {
        return switch (this) {
            case P256_SHA256 -> new SHA256Digest();
            case P384_SHA384 -> new SHA384Digest();
            case P521_SHA512 -> new SHA512Digest();
        };
    }

    /** The security that hashing to a scalar aims at, in bits. */
    int security() {
        return switch (this) {
            case P256_SHA256 -> 128;
            case P384_SHA384 -> 192;
            case P521_SHA512 -> 256;
        };
    }
}
