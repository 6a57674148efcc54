package org.healthsphere.node.smart;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/** What an app reads first: where everything is, and what is offered (SMART App Launch 2.2, "Conformance"; OpenID Discovery 1.0). */
final class Discovery {
    /** What is offered, each of which a test shows. */
    static final List<String> CAPABILITIES = List.of(
            "launch-ehr",
            "launch-standalone",
            "authorize-post",
            "client-public",
            "client-confidential-symmetric",
            "client-confidential-asymmetric",
            "sso-openid-connect",
            "context-banner",
            "context-style",
            "context-ehr-patient",
            "context-ehr-encounter",
            "context-standalone-patient",
            "permission-offline",
            "permission-online",
            "permission-patient",
            "permission-user",
            "permission-v1",
            "permission-v2");

    private static final List<String> TYPES = List.of(
            "AllergyIntolerance",
            "CarePlan",
            "CareTeam",
            "Condition",
            "Coverage",
            "Device",
            "DiagnosticReport",
            "DocumentReference",
            "Encounter",
            "Goal",
            "Immunization",
            "Location",
            "Medication",
            "MedicationDispense",
            "MedicationRequest",
            "Observation",
            "Organization",
            "Patient",
            "Practitioner",
            "PractitionerRole",
            "Procedure",
            "Provenance",
            "QuestionnaireResponse",
            "RelatedPerson",
            "ServiceRequest",
            "Specimen");

    private static final String CATEGORY = "http://terminology.hl7.org/CodeSystem/";
    private static final String US_CORE = "http://hl7.org/fhir/us/core/CodeSystem/";

    /** The finer scopes that US Core 8.0.0 names. */
    private static final List<String> FINER = List.of(
            "Condition.rs?category=" + US_CORE + "condition-category|health-concern",
            "Condition.rs?category=" + CATEGORY + "condition-category|encounter-diagnosis",
            "Condition.rs?category=" + CATEGORY + "condition-category|problem-list-item",
            "Observation.rs?category=" + US_CORE + "us-core-category|sdoh",
            "Observation.rs?category=" + CATEGORY + "observation-category|social-history",
            "Observation.rs?category=" + CATEGORY + "observation-category|laboratory",
            "Observation.rs?category=" + CATEGORY + "observation-category|survey",
            "Observation.rs?category=" + CATEGORY + "observation-category|vital-signs");

    /** Of the record in context, what a person ticks on the page that asks him. */
    private static final List<String> CHANGING = List.of("patient/*.cud", "patient/*.write");

    private final Places places;

    Discovery(Places places) {
        this.places = places;
    }

    /** {@code .well-known/smart-configuration}. */
    String smart() {
        var json = common().put("introspection_endpoint", places.introspection())
                .put("revocation_endpoint", places.revocation())
                .put("management_endpoint", places.management())
                .put("registration_endpoint", places.registration());
        CAPABILITIES.forEach(json.putArray("capabilities")::add);
        return json.toString();
    }

    /** {@code .well-known/openid-configuration}. */
    String openId() {
        var json = common();
        add(json.putArray("subject_types_supported"), "public");
        add(json.putArray("id_token_signing_alg_values_supported"), "RS256");
        add(json.putArray("claims_supported"), "iss", "sub", "aud", "iat", "exp", "nonce", "fhirUser");
        return json.toString();
    }

    Map<String, String> uris() {
        return Map.of(
                "authorize", places.authorize(),
                "token", places.token(),
                "introspect", places.introspection(),
                "revoke", places.revocation(),
                "register", places.registration(),
                "manage", places.management());
    }

    private ObjectNode common() {
        var json = JsonNodeFactory.instance
                .objectNode()
                .put("issuer", places.issuer())
                .put("jwks_uri", places.keys())
                .put("authorization_endpoint", places.authorize())
                .put("token_endpoint", places.token())
                .put("authorization_response_iss_parameter_supported", true);
        add(json.putArray("grant_types_supported"), "authorization_code", "refresh_token", "client_credentials");
        add(json.putArray("response_types_supported"), "code");
        add(json.putArray("response_modes_supported"), "query");
        add(json.putArray("code_challenge_methods_supported"), "S256");
        add(json.putArray("token_endpoint_auth_methods_supported"), "client_secret_basic", "private_key_jwt", "none");
        add(json.putArray("token_endpoint_auth_signing_alg_values_supported"), "RS384", "ES384");
        scopes().forEach(json.putArray("scopes_supported")::add);
        return json;
    }

    static Stream<String> scopes() {
        var resources = Stream.of("patient/", "user/", "system/")
                .flatMap(context -> Stream.of(
                                Stream.of("*.rs", "*.read"), TYPES.stream().map(type -> type + ".rs"), FINER.stream())
                        .flatMap(all -> all)
                        .map(rest -> context + rest));
        return Stream.of(Wish.WORDS.stream(), resources, CHANGING.stream()).flatMap(all -> all);
    }

    private static void add(ArrayNode array, String... values) {
        for (var value : values) {
            array.add(value);
        }
    }
}
