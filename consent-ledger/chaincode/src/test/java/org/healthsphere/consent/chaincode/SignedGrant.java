package org.healthsphere.consent.chaincode;

import java.nio.charset.StandardCharsets;
import java.security.KeyPairGenerator;
import java.security.Signature;
import java.security.spec.ECGenParameterSpec;
import java.util.Base64;
import org.healthsphere.specs.Sha256;

/** A grant and its end as a patient's app would write them, without our own code: a second reading of the protocol. */
record SignedGrant(String id, String registration, String grant, String revoke) {

    static SignedGrant make() throws Exception {
        var generator = KeyPairGenerator.getInstance("EC");
        generator.initialize(new ECGenParameterSpec("secp256r1"));
        var pair = generator.generateKeyPair();
        var spki = pair.getPublic().getEncoded();
        var key = Sha256.of(spki).hex();
        var id = "0123456789abcdef0123456789abcdef";
        var before =
                "{\"custodian\":\"north\",\"digest\":\"%s\",\"handle\":\"handle-0123456789\",\"id\":\"%s\",\"key\":\"%s\",\"notAfter\":\"2099-01-01T00:00:00Z\","
                        .formatted("cd".repeat(32), id, key);
        var after = "\"purposes\":[\"HRESCH\",\"TREAT\"]";
        var signed = sign(pair.getPrivate(), before + "\"operation\":\"grant\"," + after + "}");
        var revoked = sign(pair.getPrivate(), "{\"id\":\"" + id + "\",\"operation\":\"revoke\"}");
        return new SignedGrant(
                id,
                "{\"custodian\":\"north\",\"spki\":\"" + base64(spki) + "\"}",
                before + after + ",\"signature\":\"" + signed + "\"}",
                "{\"id\":\"" + id + "\",\"key\":\"" + key + "\",\"signature\":\"" + revoked + "\"}");
    }

    private static String sign(java.security.PrivateKey key, String text) throws Exception {
        var signature = Signature.getInstance("SHA256withECDSAinP1363Format");
        signature.initSign(key);
        signature.update(text.getBytes(StandardCharsets.UTF_8));
        return base64(signature.sign());
    }

    private static String base64(byte[] bytes) {
        return Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
    }
}
