package org.healthsphere.node.handover;

import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;

/** What the other hospital says to a handover. It does not say whether it knew the patient. */
enum HandoverReply {
    /** It has not got it, and would take it. */
    READY,
    /** It has it in its record; also when it had it before. */
    FILED,
    /** It has it, whole, and somebody must look at it. */
    ASIDE,
    /** It cannot take it now. */
    LATER,
    /** It is not such that it could be taken. */
    REFUSED;

    String code() {
        return name().toLowerCase(Locale.ROOT);
    }

    static Optional<HandoverReply> of(String code) {
        return Arrays.stream(values()).filter(reply -> reply.code().equals(code)).findFirst();
    }
}
