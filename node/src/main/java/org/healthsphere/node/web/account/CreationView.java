package org.healthsphere.node.web.account;

/**
 * A passkey that is about to be made.
 *
 * @param action where its form goes
 * @param handle stands for what was asked
 * @param options what the browser asks the device
 * @param problem names the text of what went wrong; empty before the first try
 */
public record CreationView(String action, String handle, String options, String problem) {
    @Override
    public String toString() {
        return "CreationView[" + problem + "]";
    }
}
