package org.healthsphere.node.web.me;

/**
 * What would change, before it is signed.
 *
 * @param handle stands for these terms on the form that signs them
 */
public record PreviewView(ConsentTerms terms, Preview preview, String handle) {
    public boolean isResearch() {
        return terms instanceof ConsentTerms.Research;
    }
}
