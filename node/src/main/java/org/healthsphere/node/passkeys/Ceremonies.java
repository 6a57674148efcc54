package org.healthsphere.node.passkeys;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.yubico.webauthn.AssertionRequest;
import com.yubico.webauthn.AssertionResult;
import com.yubico.webauthn.FinishAssertionOptions;
import com.yubico.webauthn.FinishRegistrationOptions;
import com.yubico.webauthn.RelyingParty;
import com.yubico.webauthn.StartRegistrationOptions;
import com.yubico.webauthn.data.AttestationConveyancePreference;
import com.yubico.webauthn.data.AuthenticatorAssertionResponse;
import com.yubico.webauthn.data.AuthenticatorSelectionCriteria;
import com.yubico.webauthn.data.ByteArray;
import com.yubico.webauthn.data.ClientAssertionExtensionOutputs;
import com.yubico.webauthn.data.PublicKeyCredential;
import com.yubico.webauthn.data.PublicKeyCredentialDescriptor;
import com.yubico.webauthn.data.PublicKeyCredentialParameters;
import com.yubico.webauthn.data.PublicKeyCredentialRequestOptions;
import com.yubico.webauthn.data.RelyingPartyIdentity;
import com.yubico.webauthn.data.ResidentKeyRequirement;
import com.yubico.webauthn.data.UserIdentity;
import com.yubico.webauthn.data.UserVerificationRequirement;
import com.yubico.webauthn.exception.AssertionFailedException;
import com.yubico.webauthn.exception.RegistrationFailedException;
import java.io.IOException;
import java.net.URI;
import java.security.GeneralSecurityException;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;
import org.healthsphere.keys.VerificationKey;
import org.healthsphere.specs.Bytes;
import org.healthsphere.specs.Fault;
import org.healthsphere.specs.Outcome;
import org.healthsphere.specs.Sha256;

/**
 * The two ceremonies of Web Authentication for this node: one origin, its host as the relying party's id, ES256, the person always
 * verified by the authenticator, and no attestation: whose make an authenticator is, is the patient's own business.
 */
final class Ceremonies {
    private static final int LONGEST = 16 * 1024;
    private static final long MILLIS = Challenges.LIFE.toMillis();

    private final Supplier<String> origin;
    private final String hospital;

    Ceremonies(Supplier<String> origin, String hospital) {
        this.origin = origin;
        this.hospital = hospital;
    }

    private String host() {
        return URI.create(origin.get()).getHost();
    }

    /** What the ledger knows this relying party by. */
    Sha256 relyingParty() {
        return Sha256.of(host());
    }

    private RelyingParty party(Owner owner) {
        return RelyingParty.builder()
                .identity(RelyingPartyIdentity.builder().id(host()).name(hospital).build())
                .credentialRepository(new OneOwner(owner))
                .origins(Set.of(origin.get()))
                .preferredPubkeyParams(List.of(PublicKeyCredentialParameters.ES256))
                .attestationConveyancePreference(AttestationConveyancePreference.NONE)
                .validateSignatureCounter(true)
                .build();
    }

    /** Asks for a new passkey on an authenticator that holds none of these yet. */
    Creation creation(Owner owner, String label) {
        var user = UserIdentity.builder()
                .name(label)
                .displayName(label)
                .id(new ByteArray(owner.handle().array()))
                .build();
        var request = party(owner)
                .startRegistration(StartRegistrationOptions.builder()
                        .user(user)
                        .authenticatorSelection(AuthenticatorSelectionCriteria.builder()
                                .residentKey(ResidentKeyRequirement.REQUIRED)
                                .userVerification(UserVerificationRequirement.REQUIRED)
                                .build())
                        .timeout(MILLIS)
                        .build());
        try {
            return new Creation(owner.patient(), request.toCredentialsCreateJson(), request);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("options are JSON", e);
        }
    }

    /** A passkey with the public key that the ledger is to know. */
    record Made(Passkey passkey, VerificationKey key) {}

    Outcome<Made> made(Owner owner, Creation creation, String response, String name, Instant now) {
        if (!isObject(response) || !hasHandle(creation, owner)) {
            return refused();
        }
        try {
            var result = party(owner)
                    .finishRegistration(FinishRegistrationOptions.builder()
                            .request(creation.request())
                            .response(PublicKeyCredential.parseRegistrationResponseJson(response))
                            .build());
            var key = VerificationKey.of(result.getParsedPublicKey());
            return Outcome.of(new Made(
                    new Passkey(
                            result.getKeyId().getId().getBase64Url(),
                            name,
                            now,
                            Optional.empty(),
                            key.thumbprint(),
                            Bytes.of(result.getPublicKeyCose().getBytes()),
                            result.getSignatureCount(),
                            result.isBackupEligible()),
                    key));
        } catch (IOException
                | RegistrationFailedException
                | GeneralSecurityException
                | IllegalArgumentException _) {
            return refused();
        }
    }

    /** Whether the device was told the handle that the patient is known by. */
    private static boolean hasHandle(Creation creation, Owner owner) {
        return creation.request().getUser().getId().equals(new ByteArray(owner.handle().array()));
    }

    /** Asks one of these passkeys, or any, to sign this challenge. */
    String request(Bytes challenge, List<Passkey> allowed) {
        try {
            return asked(challenge, allowed, Optional.empty()).toCredentialsGetJson();
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("options are JSON", e);
        }
    }

    private AssertionRequest asked(Bytes challenge, List<Passkey> allowed, Optional<String> patient) {
        var options = PublicKeyCredentialRequestOptions.builder()
                .challenge(new ByteArray(challenge.array()))
                .rpId(host())
                .timeout(MILLIS)
                .userVerification(UserVerificationRequirement.REQUIRED);
        var descriptors = allowed.stream()
                .map(passkey -> PublicKeyCredentialDescriptor.builder()
                        .id(new ByteArray(Bytes.base64url(passkey.id()).array()))
                        .build())
                .toList();
        if (!descriptors.isEmpty()) {
            options.allowCredentials(descriptors);
        }
        var request = AssertionRequest.builder().publicKeyCredentialRequestOptions(options.build());
        patient.ifPresent(request::username);
        return request.build();
    }

    /** An answer that can be read; nothing of it has been checked. */
    record Answer(PublicKeyCredential<AuthenticatorAssertionResponse, ClientAssertionExtensionOutputs> credential) {
        String id() {
            return credential.getId().getBase64Url();
        }

        Bytes challenge() {
            return Bytes.of(credential.getResponse().getClientData().getChallenge().getBytes());
        }
    }

    static Outcome<Answer> read(String response) {
        if (!isObject(response)) {
            return refused();
        }
        try {
            return Outcome.of(new Answer(PublicKeyCredential.parseAssertionResponseJson(response)));
        } catch (IOException | IllegalArgumentException _) {
            return refused();
        }
    }

    /** Whether one of this patient's passkeys gave this answer to this challenge, here and now. */
    Outcome<Answered> answered(Owner owner, Bytes challenge, Answer answer, Instant now) {
        var known = owner.find(answer.id());
        if (known.isEmpty()) {
            return refused();
        }
        try {
            var result = party(owner)
                    .finishAssertion(FinishAssertionOptions.builder()
                            .request(asked(challenge, List.of(known.get()), Optional.of(owner.patient())))
                            .response(answer.credential())
                            .build());
            return result.isSuccess()
                    ? Outcome.of(new Answered(owner.patient(), used(known.get(), result, now), assertion(answer)))
                    : refused();
        } catch (AssertionFailedException | IllegalArgumentException _) {
            return refused();
        }
    }

    private static Passkey used(Passkey known, AssertionResult result, Instant now) {
        return known.usedAt(now, result.getSignatureCount());
    }

    private static Bytes assertion(Answer answer) {
        var response = answer.credential().getResponse();
        return Bytes.utf8(JsonNodeFactory.instance
                .objectNode()
                .put("authenticatorData", response.getAuthenticatorData().getBase64Url())
                .put("clientDataJSON", response.getClientDataJSON().getBase64Url())
                .put("signature", response.getSignature().getBase64Url())
                .toString());
    }

    private static boolean isObject(String response) {
        return response.length() <= LONGEST && response.stripLeading().startsWith("{");
    }

    /** One word for all grounds: what was wrong with a proof helps only who has none. */
    static <T> Outcome<T> refused() {
        return Outcome.failed(new Fault.Unauthenticated("the passkey was not taken"));
    }
}
