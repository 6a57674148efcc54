package org.healthsphere.consent.fabric;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.hyperledger.fabric.protos.common.Block;

/** The blocks of an exported channel, to be changed by a test. */
final class BlockFile {
    private BlockFile() {}

    static List<Block> read(Path file) throws IOException {
        List<Block> blocks = new ArrayList<>();
        try (var in = Files.newInputStream(file)) {
            for (var block = Block.parseDelimitedFrom(in); block != null; block = Block.parseDelimitedFrom(in)) {
                blocks.add(block);
            }
        }
        return blocks;
    }

    static Path write(Path file, List<Block> blocks) throws IOException {
        try (var out = Files.newOutputStream(file)) {
            for (var block : blocks) {
                block.writeDelimitedTo(out);
            }
        }
        return file;
    }
}
