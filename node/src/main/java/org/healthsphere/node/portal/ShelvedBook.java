package org.healthsphere.node.portal;

import org.healthsphere.node.access.Shelf;
import org.healthsphere.terminology.curation.CurationBook;

/** The book of curation on a shelf of the node. */
record ShelvedBook(Shelf shelf) implements CurationDesk.Kept {
    @Override
    public CurationBook read() {
        return shelf.read().map(bytes -> CurationBook.read(bytes).orElseThrow()).orElse(CurationBook.EMPTY);
    }

    @Override
    public void write(CurationBook book) {
        shelf.write(book.written());
    }
}
