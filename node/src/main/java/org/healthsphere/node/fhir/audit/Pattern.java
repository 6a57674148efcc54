package org.healthsphere.node.fhir.audit;

import java.util.Optional;
import org.healthsphere.node.audit.AuditCode;
import org.healthsphere.node.audit.AuditEvent;
import org.healthsphere.node.audit.AuditEvent.Result;
import org.healthsphere.specs.Coding;

/**
 * Which of IHE's Basic Audit Log Patterns (BALP 1.1) an entry is.
 *
 * <p>The patterns of reading, searching and writing are of what succeeded; what was denied because of a consent is a decision about it,
 * and everything else is an AuditEvent of no pattern.
 */
enum Pattern {
    READ("Read", true, rest(), action("read"), "R"),
    QUERY("Query", true, rest(), action("search-type"), "E"),
    CREATE("Create", true, rest(), action("create"), "C"),
    UPDATE("Update", true, rest(), action("update"), "U"),
    DELETE("Delete", true, rest(), action("delete"), "D"),
    DISCLOSURE("PrivacyDisclosure.Source", false, dicom("110106"), lifecycle(), "R"),
    RECEIPT("PrivacyDisclosure.Recipient", false, dicom("110107"), lifecycle(), "C"),
    CONSENT("AuthZconsent", false, dicom("110113"), dicom("110127"), "E"),
    TOKEN("OAUTHaccessTokenUse.Minimal", false, dicom("110114"), dicom("110122"), "E"),
    OTHER("", false, new Coding("http://terminology.hl7.org/CodeSystem/audit-event-type", "object"), dicom(""), "E");

    static final String CODES = "https://healthsphere.org/fhir/CodeSystem/audit-code";
    private static final String BASE = "https://profiles.ihe.net/ITI/BALP/StructureDefinition/IHE.BasicAudit.";

    private final String name;
    private final boolean ofPatients;
    private final String typeSystem;
    private final String typeCode;
    private final String subtypeSystem;
    private final String subtypeCode;
    private final String action;

    Pattern(String name, boolean ofPatients, Coding type, Coding subtype, String action) {
        this.name = name;
        this.ofPatients = ofPatients;
        this.typeSystem = type.system();
        this.typeCode = type.code();
        this.subtypeSystem = subtype.system();
        this.subtypeCode = subtype.code();
        this.action = action;
    }

    private static Coding rest() {
        return new Coding("http://terminology.hl7.org/CodeSystem/audit-event-type", "rest");
    }

    private static Coding action(String code) {
        return new Coding("http://hl7.org/fhir/restful-interaction", code);
    }

    private static Coding lifecycle() {
        return new Coding("http://terminology.hl7.org/CodeSystem/iso-21089-lifecycle", "disclose");
    }

    static Coding dicom(String code) {
        return new Coding("http://dicom.nema.org/resources/ontology/DCM", code);
    }

    static Pattern of(AuditEvent event) {
        if (event.result() != Result.PERMITTED) {
            return isDecision(event) ? CONSENT : OTHER;
        }
        return event.what().isEmpty() ? ofNothing(event) : ofSomething(event);
    }

    /** A pattern of reading, searching or writing names what was. */
    private static Pattern ofNothing(AuditEvent event) {
        var pattern = ofSomething(event);
        return pattern.type().equals(rest()) ? OTHER : pattern;
    }

    private static Pattern ofSomething(AuditEvent event) {
        return switch (event.code()) {
            case RECORD_READ -> isOfOne(event) ? READ : QUERY;
            case GLASS_BROKEN -> isOfOne(event) ? READ : QUERY;
            case RECORD_SEARCHED, CONDITION_MATCHED -> QUERY;
            case RECORD_CREATED -> CREATE;
            case RECORD_WRITTEN -> UPDATE;
            case RECORD_DELETED -> DELETE;
            case RECORD_EXPORTED, RECORD_NOTIFIED, RECORD_ANSWERED, LINK_OPENED ->
                event.patient().isPresent() ? DISCLOSURE : OTHER;
            case RECORD_REQUESTED -> event.patient().isPresent() ? RECEIPT : OTHER;
            case DIRECTIVE_SUBMITTED ->
                event.consent().isPresent() && event.patient().isPresent() ? CREATE : OTHER;
            case TOKEN_ISSUED, TOKEN_REVOKED -> TOKEN;
            case NODE_STARTED,
                    NODE_STOPPED,
                    LOG_REPAIRED,
                    LOG_SHORTENED,
                    SIGNED_IN,
                    SIGN_IN_REFUSED,
                    DIRECTIVE_PREVIEWED -> OTHER;
            case STATISTIC_RELEASED, BUDGET_DEBITED, MEMBER_REFUSED, APP_REGISTERED, APP_CONNECTED -> OTHER;
            case APP_DISCONNECTED, APP_DECLINED, TOKEN_REFUSED, MEMBER_INVITED, MEMBER_PROPOSED -> OTHER;
            case MEMBER_VOTED, ERASURE_ORDERED, RECORD_ERASED, MESSAGES_REPLAYED, MESSAGE_READ -> OTHER;
            case BACKUP_WRITTEN, BACKUP_RESTORED, AUDIT_READ, SIGN_IN_CODE_ISSUED, PASSKEY_ADDED -> OTHER;
            case PASSKEY_REMOVED, LINK_MADE, LINK_ENDED, LOOK_QUESTIONED, QUESTION_ANSWERED, DELEGATE_NAMED -> OTHER;
            case DELEGATE_ENDED -> OTHER;
        };
    }

    private static boolean isDecision(AuditEvent event) {
        return event.result() == Result.DENIED
                && event.consent().isPresent()
                && event.patient().isPresent();
    }

    /** One resource or a version of one, and not a history: {@code Observation/17}, {@code Observation/17/_history/2}. */
    private static boolean isOfOne(AuditEvent event) {
        return event.what().stream()
                .findFirst()
                .filter(what -> what.contains("/") && !what.endsWith("_history"))
                .isPresent();
    }

    /** The profile that an event of this pattern meets. */
    Optional<String> profile(boolean ofPatient) {
        return name.isEmpty()
                ? Optional.empty()
                : Optional.of(BASE + (ofPatients && ofPatient ? "Patient" : "") + name);
    }

    private Coding type() {
        return new Coding(typeSystem, typeCode);
    }

    /** What kind of event it is. */
    Coding type(AuditCode code) {
        return switch (code) {
            case NODE_STARTED, NODE_STOPPED -> dicom("110100");
            case AUDIT_READ -> dicom("110101");
            case SIGNED_IN, SIGN_IN_REFUSED -> dicom("110114");
            case GLASS_BROKEN -> this == OTHER ? dicom("110113") : type();
            default -> type();
        };
    }

    Optional<Coding> subtype() {
        return this == OTHER ? Optional.empty() : Optional.of(new Coding(subtypeSystem, subtypeCode));
    }

    String action() {
        return action;
    }
}
