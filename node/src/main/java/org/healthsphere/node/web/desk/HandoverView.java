package org.healthsphere.node.web.desk;

import java.util.List;
import java.util.Optional;
import org.healthsphere.node.web.desk.HandoverPages.Letter;
import org.healthsphere.node.web.desk.HandoverPages.Wanted;
import org.healthsphere.node.web.view.Hospital;
import org.healthsphere.node.web.view.Person;

/**
 * Something is handed to another hospital.
 *
 * @param hospitals to choose from
 * @param problem what is missing in what was entered, or nothing
 * @param sent once it was
 */
public record HandoverView(
        String handle,
        Person person,
        List<Hospital> hospitals,
        Wanted wanted,
        String problem,
        Optional<Letter> sent) {
    public HandoverView {
        hospitals = List.copyOf(hospitals);
    }

    public List<String> kinds() {
        return HandoverPages.KINDS;
    }

    @Override
    public String toString() {
        return "HandoverView[" + problem + "]";
    }
}
