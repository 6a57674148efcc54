package org.healthsphere.consent.contract;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.function.Predicate;
import java.util.regex.Pattern;

/** The form of one field of a directive: only what has exactly one spelling is taken, since it is signed and compared. */
@SuppressWarnings("ImmutableEnumChecker") // The predicates hold nothing that changes; their type cannot say so.
enum Field {
    ID("32 hexadecimal digits", text("[0-9a-f]{32}")),
    NAME("1 to 128 letters, digits, or . _ : -", text("[A-Za-z0-9._:-]{1,128}")),
    MEMBER("a member's id", text("[a-z][a-z0-9-]{1,62}")),
    HANDLE("16 to 128 letters of base64url", text("[A-Za-z0-9_-]{16,128}")),
    DIGEST("64 hexadecimal digits", text("[0-9a-f]{64}")),
    SIGNATURE("a patient's signature in base64url", text("(?:[A-Za-z0-9_-]{4}){21,1500}(?:[A-Za-z0-9_-]{2,3})?")),
    KEY("a SubjectPublicKeyInfo in base64url", text("[A-Za-z0-9_-]{64,512}")),
    WORDS("at most 500 characters", text("[^\\p{Cntrl}]{1,500}")),
    CARD("at most 8,192 characters", text("[^\\p{Cntrl}]{2,8192}")),
    LIST("a list of revoked certificates in base64url", text("[A-Za-z0-9_-]{64,65536}")),
    CERTIFICATE("a certificate in base64url", text("[A-Za-z0-9_-]{64,5500}")),
    CERTIFICATE_OR_NONE("a certificate in base64url, or nothing", text("(?:[A-Za-z0-9_-]{64,5500})?")),
    DOCUMENT("a directive in at most 12,000 characters", text("[^\\p{Cntrl}]{2,12000}")),
    CHANGE("admitMember or suspendMember", text("admitMember|suspendMember")),
    RIGHTS("grant, revoke or both, sorted", Field::areRights),
    COUNT(
            "a whole number, zero or more",
            node -> node.isIntegralNumber()
                    && node.canConvertToLong()
                    && node.longValue() >= 0
                    && node.longValue() <= Field.LARGEST_EXACT),
    INSTANT("an instant in UTC, spelled as Java does", node -> node.isTextual() && isInstant(node.textValue())),
    PURPOSES("known purposes of use, sorted, each once", Field::arePurposes),
    TYPES("1 to 50 types of resources, sorted, each once", Field::areTypes),
    APPROVALS("an approval of the AUDITOR and one of the STEWARD", Field::areApprovals);

    /** Beyond it JSON readers differ (RFC 8785, section 3.2.2.3). */
    static final long LARGEST_EXACT = (1L << 53) - 1;

    private static final Set<String> RIGHTS_OF_DELEGATES =
            Set.of("[\"grant\"]", "[\"revoke\"]", "[\"grant\",\"revoke\"]");

    private static final int MOST_TYPES = 50;
    private static final Pattern TYPE = Pattern.compile("[A-Z][A-Za-z]{1,63}");
    private static final Pattern BARE_SIGNATURE = Pattern.compile("[A-Za-z0-9_-]{86}");

    private static final Set<String> PURPOSES_OF_USE =
            Set.of("TREAT", "ETREAT", "PATRQT", "HOPERAT", "PUBHLTH", "HRESCH");

    private final String words;
    private final Predicate<JsonNode> form;

    Field(String words, Predicate<JsonNode> form) {
        this.words = words;
        this.form = form;
    }

    String words() {
        return words;
    }

    boolean fits(JsonNode node) {
        return form.test(node);
    }

    private static Predicate<JsonNode> text(String pattern) {
        var compiled = Pattern.compile(pattern);
        return node -> node.isTextual() && compiled.matcher(node.textValue()).matches();
    }

    private static boolean isInstant(String text) {
        try {
            return Instant.parse(text).toString().equals(text);
        } catch (DateTimeException _) {
            return false;
        }
    }

    private static boolean areRights(JsonNode node) {
        return RIGHTS_OF_DELEGATES.contains(node.toString());
    }

    private static boolean areTypes(JsonNode node) {
        List<String> types = new ArrayList<>();
        node.forEach(type -> types.add(type.asText()));
        return node.isArray()
                && !types.isEmpty()
                && types.size() <= MOST_TYPES
                && types.stream().allMatch(type -> TYPE.matcher(type).matches())
                && types.equals(types.stream().distinct().sorted().toList());
    }

    /** In this order, so that there is one spelling. */
    private static boolean areApprovals(JsonNode node) {
        return node.isArray()
                && node.size() == 2
                && isApproval(node.path(0), "AUDITOR")
                && isApproval(node.path(1), "STEWARD");
    }

    private static boolean isApproval(JsonNode node, String role) {
        return node.size() == 3
                && node.path("role").asText().equals(role)
                && KEY.fits(node.path("spki"))
                && BARE_SIGNATURE.matcher(node.path("signature").asText()).matches();
    }

    private static boolean arePurposes(JsonNode node) {
        if (!node.isArray() || node.isEmpty()) {
            return false;
        }
        List<String> codes = new ArrayList<>();
        node.forEach(code -> codes.add(code.asText()));
        return PURPOSES_OF_USE.containsAll(codes)
                && codes.equals(codes.stream().distinct().sorted().toList());
    }
}
