package org.healthsphere.node.web.desk;

import java.time.Instant;
import org.healthsphere.node.web.desk.HandoverPages.Letter;
import org.healthsphere.node.web.desk.HandoverPages.Newest;
import org.healthsphere.node.web.view.Person;

/** What other hospitals handed over, and what the reader did. */
public record InboxView(Newest<Item> came, Newest<Letter> sent) {

    /**
     * One that came.
     *
     * @param handle of the document
     * @param patient the handle of the record
     */
    public record Item(
            String handle,
            String patient,
            Person person,
            String kind,
            String from,
            Instant at,
            boolean urgent,
            String words) {
        @Override
        public String toString() {
            return "Item[" + kind + "]";
        }
    }
}
