package org.healthsphere.node.audit;

import java.util.Locale;

/** The closed list of what is audited. */
public enum AuditCode {
    NODE_STARTED,
    NODE_STOPPED,
    /** The last line of the log was cut short by a crash and has been removed. */
    LOG_REPAIRED,
    /** The oldest entries of the log, whose time was over, are removed. */
    LOG_SHORTENED(true),
    SIGNED_IN,
    SIGN_IN_REFUSED,
    /** Somebody at the desk, to whom a patient proved his identity, gave him a code to make a passkey with. */
    SIGN_IN_CODE_ISSUED(true),
    PASSKEY_ADDED(true),
    PASSKEY_REMOVED,
    RECORD_READ,
    RECORD_SEARCHED,
    RECORD_EXPORTED(true),
    /** A subscriber was told of a change. */
    RECORD_NOTIFIED(true),
    /** A record was asked of other members. */
    RECORD_REQUESTED(true),
    /** Another member's question was answered. */
    RECORD_ANSWERED(true),
    /** A resource came newly into the records. */
    RECORD_CREATED(true),
    /** A resource that was there was changed; in logs from before there was another word for it, or created. */
    RECORD_WRITTEN(true),
    RECORD_DELETED(true),
    /** It was looked whether a condition is met; nothing of what was found left, but that it is there. */
    CONDITION_MATCHED,
    GLASS_BROKEN(true),
    DIRECTIVE_SUBMITTED,
    DIRECTIVE_PREVIEWED(true),
    STATISTIC_RELEASED(true),
    BUDGET_DEBITED(true),
    MEMBER_REFUSED,
    APP_REGISTERED,
    /** A person let an app see something. */
    APP_CONNECTED(true),
    APP_DISCONNECTED,
    /** A person was asked to let an app see something, and said no. */
    APP_DECLINED,
    TOKEN_ISSUED(true),
    TOKEN_REFUSED,
    TOKEN_REVOKED,
    /** Somebody let a hospital apply for membership. */
    MEMBER_INVITED,
    /** Somebody brought a change of the members before the members. */
    MEMBER_PROPOSED,
    /** Somebody spoke for this member in a vote on the members. */
    MEMBER_VOTED,
    /** Somebody ordered that everything of a patient be erased; whom, is not said. */
    ERASURE_ORDERED(true),
    /** Something was erased; what, is not said. */
    RECORD_ERASED(true),
    /** Messages of the hospital's systems were mapped again, withdrawn or restored. */
    MESSAGES_REPLAYED(true),
    /** Somebody looked at a message of the hospital's systems as it came, or at what it comes to. */
    MESSAGE_READ,
    BACKUP_WRITTEN,
    BACKUP_RESTORED,
    /** Somebody looked at who has looked. */
    AUDIT_READ(true),
    /** A patient made a link by which others see his summary. */
    LINK_MADE(true),
    LINK_ENDED,
    /** Somebody opened such a link, or tried to. */
    LINK_OPENED(true),
    /** A patient questioned what somebody did with his record. */
    LOOK_QUESTIONED,
    /** A steward answered him. */
    QUESTION_ANSWERED,
    /** Somebody may act for a patient, from now on or no longer. */
    DELEGATE_NAMED,
    DELEGATE_ENDED;

    private final boolean durableBefore;

    AuditCode() {
        this(false);
    }

    AuditCode(boolean durableBefore) {
        this.durableBefore = durableBefore;
    }

    /**
     * Whether it is on the disk before something leaves the hospital or changes on its account.
     *
     * <p>What people of the hospital itself read and search is written before they get it, which outlives the process, and on the disk a
     * moment later: they do not wait for the disk.
     */
    public boolean durableBefore() {
        return durableBefore;
    }

    /** As it stands in the log: {@code record-read}. */
    String text() {
        return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }

    static AuditCode of(String text) {
        return valueOf(text.toUpperCase(Locale.ROOT).replace('-', '_'));
    }
}
