package org.healthsphere.terminology.fhir;

import com.fasterxml.jackson.databind.node.ArrayNode;
import java.util.Locale;

/**
 * One thing that is to be said about a request or a code.
 *
 * @param code of FHIR's IssueType
 * @param type a code of the ecosystem's tx-issue-type; empty when none fits
 * @param at FHIRPath of what it is about; empty for the whole
 * @param id what validators know the message by; empty when they do not
 */
record Issue(Severity severity, String code, String type, String at, String id, String text) {
    private static final String TYPES = "http://hl7.org/fhir/tools/CodeSystem/tx-issue-type";
    private static final String MESSAGE_ID = "http://hl7.org/fhir/StructureDefinition/operationoutcome-message-id";

    static Issue of(Severity severity, Kind kind, String at, Message message, Object... values) {
        return new Issue(severity, kind.code(), kind.type(), at, message.id(), message.text(values));
    }

    static Issue error(Kind kind, String at, Message message, Object... values) {
        return of(Severity.ERROR, kind, at, message, values);
    }

    boolean isError() {
        return severity == Severity.ERROR;
    }

    void writeTo(ArrayNode issues) {
        var issue = issues.addObject();
        if (!id.isEmpty()) {
            issue.putArray("extension").addObject().put("url", MESSAGE_ID).put("valueString", id);
        }
        issue.put("severity", severity.name().toLowerCase(Locale.ROOT)).put("code", code);
        var details = issue.putObject("details");
        if (!type.isEmpty()) {
            details.putArray("coding").addObject().put("system", TYPES).put("code", type);
        }
        details.put("text", text);
        if (!at.isEmpty()) {
            issue.putArray("expression").add(at);
        }
    }

    /** In the codes of FHIR's IssueSeverity. */
    enum Severity {
        ERROR,
        WARNING,
        INFORMATION
    }

    /** What an issue is about: FHIR's issue type with the ecosystem's. */
    enum Kind {
        CANNOT_INFER("not-found", "cannot-infer"),
        CIRCULAR("processing", "vs-invalid"),
        CODE_COMMENT("business-rule", "code-comment"),
        CODE_RULE("business-rule", "code-rule"),
        DISPLAY_COMMENT("invalid", "display-comment"),
        FILTER("not-supported", "vs-invalid"),
        INVALID_CODE("code-invalid", "invalid-code"),
        INVALID_DATA("invalid", "invalid-data"),
        INVALID_DISPLAY("invalid", "invalid-display"),
        INVALID_LANGUAGE("processing", "invalid-display"),
        NOT_FOUND("not-found", "not-found"),
        NOT_IN_VALUE_SET("code-invalid", "not-in-vs"),
        OTHER_NOT_IN_VALUE_SET("code-invalid", "this-code-not-in-vs"),
        PROCESSING("invalid", ""),
        STATUS("business-rule", "status-check"),
        TOO_COSTLY("too-costly", ""),
        VALUE_SET("invalid", "vs-invalid"),
        VERSION("exception", "version-error");

        private final String code;
        private final String type;

        Kind(String code, String type) {
            this.code = code;
            this.type = type;
        }

        String code() {
            return code;
        }

        String type() {
            return type;
        }
    }
}
