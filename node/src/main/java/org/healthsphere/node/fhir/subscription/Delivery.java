package org.healthsphere.node.fhir.subscription;

/** What came of bringing a notification to a subscriber. */
public sealed interface Delivery {
    /** He has taken it. */
    record Taken() implements Delivery {}

    /** He has answered, but not that he takes it. */
    record Refused(int status) implements Delivery {}

    /** Not a byte of it has left. */
    record NotSent(String ground) implements Delivery {}

    /** Nobody knows whether he has it: no answer came in time, or the connection broke. */
    record Unanswered() implements Delivery {}

    /** For people, without a word of what the other side said. */
    default String words() {
        return switch (this) {
            case Taken _ -> "the notification was taken";
            case Refused(var status) -> "the endpoint answered with status " + status;
            case NotSent(var ground) -> ground;
            case Unanswered _ -> "the endpoint did not answer in time, or broke the connection";
        };
    }
}
