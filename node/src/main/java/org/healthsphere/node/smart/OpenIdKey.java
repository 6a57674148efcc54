package org.healthsphere.node.smart;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.JWSHeader;
import com.nimbusds.jose.crypto.RSASSASigner;
import com.nimbusds.jose.jwk.JWKSet;
import com.nimbusds.jose.jwk.KeyUse;
import com.nimbusds.jose.jwk.RSAKey;
import com.nimbusds.jose.jwk.gen.RSAKeyGenerator;
import com.nimbusds.jwt.JWTClaimsSet;
import com.nimbusds.jwt.SignedJWT;
import java.security.SecureRandom;
import java.text.ParseException;
import java.util.Optional;
import org.healthsphere.keys.sealing.SecretBox;
import org.healthsphere.node.access.Shelf;
import org.healthsphere.specs.Bytes;

/**
 * The key that signs who somebody is (OpenID Connect Core 1.0, section 2): RSA, since RS256 is what every client must know. It is
 * made when it is first needed, and lies sealed under the node's vault.
 */
final class OpenIdKey {
    private static final int BITS = 3072;
    private static final Bytes CONTEXT = Bytes.utf8("openid key");

    private final Shelf shelf;
    private final SecretBox box;
    private final SecureRandom random;
    private Optional<RSAKey> known = Optional.empty();

    OpenIdKey(Shelf shelf, SecretBox box, SecureRandom random) {
        this.shelf = shelf;
        this.box = box;
        this.random = random;
    }

    /** The public part, as it is published (RFC 7517). */
    JWKSet published() {
        return new JWKSet(key().toPublicJWK());
    }

    String sign(JWTClaimsSet claims) {
        try {
            var key = key();
            var jwt = new SignedJWT(
                    new JWSHeader.Builder(JWSAlgorithm.RS256)
                            .keyID(key.getKeyID())
                            .build(),
                    claims);
            jwt.sign(new RSASSASigner(key));
            return jwt.serialize();
        } catch (JOSEException e) {
            throw new IllegalStateException("a key that was made for it signs", e);
        }
    }

    private synchronized RSAKey key() {
        var key = known.orElseGet(() -> shelf.read().map(this::opened).orElseGet(this::made));
        known = Optional.of(key);
        return key;
    }

    private RSAKey opened(Bytes sealed) {
        try {
            return RSAKey.parse(box.open(sealed, CONTEXT).orElseThrow().utf8());
        } catch (ParseException e) {
            throw new IllegalStateException("what was sealed here is read here", e);
        }
    }

    private RSAKey made() {
        try {
            var key = new RSAKeyGenerator(BITS)
                    .secureRandom(random)
                    .keyUse(KeyUse.SIGNATURE)
                    .algorithm(JWSAlgorithm.RS256)
                    .keyIDFromThumbprint(true)
                    .generate();
            shelf.write(box.seal(Bytes.utf8(key.toJSONString()), CONTEXT, random));
            return key;
        } catch (JOSEException e) {
            throw new IllegalStateException("every Java platform makes RSA keys", e);
        }
    }
}
