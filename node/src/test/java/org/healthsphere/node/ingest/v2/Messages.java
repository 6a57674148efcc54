package org.healthsphere.node.ingest.v2;

/** Messages as tests write them: a line is a segment. */
final class Messages {
    private Messages() {}

    /** A message of an event with a control id; the lines follow the header. */
    static String message(String event, String controlId, String... lines) {
        return "MSH|^~\\&|REG|NORTH|HS|NORTH|20240102030405||" + event + "|" + controlId + "|P|2.5.1\r"
                + String.join("\r", lines) + "\r";
    }

    static String adt(String event, String controlId, String... lines) {
        return message("ADT^" + event, controlId, lines);
    }

    static String pid(String number, String rest) {
        return "PID|1||" + number + "^^^NORTH^MR||" + rest;
    }
}
