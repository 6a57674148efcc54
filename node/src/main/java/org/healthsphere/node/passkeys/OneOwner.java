package org.healthsphere.node.passkeys;

import com.yubico.webauthn.CredentialRepository;
import com.yubico.webauthn.RegisteredCredential;
import com.yubico.webauthn.data.ByteArray;
import com.yubico.webauthn.data.PublicKeyCredentialDescriptor;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.healthsphere.specs.Bytes;

/** One patient's passkeys, as the library looks for them: a ceremony is never about anybody else's. */
record OneOwner(Owner owner) implements CredentialRepository {
    @Override
    public Set<PublicKeyCredentialDescriptor> getCredentialIdsForUsername(String username) {
        return owner.passkeys().stream()
                .map(passkey ->
                        PublicKeyCredentialDescriptor.builder().id(id(passkey)).build())
                .collect(Collectors.toUnmodifiableSet());
    }

    @Override
    public Optional<ByteArray> getUserHandleForUsername(String username) {
        return Optional.of(handle()).filter(_ -> username.equals(owner.patient()));
    }

    @Override
    public Optional<String> getUsernameForUserHandle(ByteArray userHandle) {
        return Optional.of(owner.patient()).filter(_ -> userHandle.equals(handle()));
    }

    @Override
    public Optional<RegisteredCredential> lookup(ByteArray credentialId, ByteArray userHandle) {
        return userHandle.equals(handle())
                ? owner.find(credentialId.getBase64Url()).map(this::registered)
                : Optional.empty();
    }

    @Override
    public Set<RegisteredCredential> lookupAll(ByteArray credentialId) {
        return owner.find(credentialId.getBase64Url()).stream()
                .map(this::registered)
                .collect(Collectors.toUnmodifiableSet());
    }

    private RegisteredCredential registered(Passkey passkey) {
        return RegisteredCredential.builder()
                .credentialId(id(passkey))
                .userHandle(handle())
                .publicKeyCose(new ByteArray(passkey.cose().array()))
                .signatureCount(passkey.count())
                .build();
    }

    private ByteArray handle() {
        return new ByteArray(owner.handle().array());
    }

    private static ByteArray id(Passkey passkey) {
        return new ByteArray(Bytes.base64url(passkey.id()).array());
    }
}
