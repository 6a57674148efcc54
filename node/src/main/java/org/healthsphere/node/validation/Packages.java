package org.healthsphere.node.validation;

import java.io.BufferedInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.zip.GZIPInputStream;
import org.healthsphere.specs.Fault;
import org.healthsphere.specs.Outcome;

/** FHIR packages ({@code .tgz}, the FHIR NPM Package Specification) in a folder: their profiles, value sets and code systems. */
public record Packages(Optional<Path> folder) {
    private static final Pattern WANTED =
            Pattern.compile("package/(StructureDefinition|ValueSet|CodeSystem)-[^/]*\\.json");
    private static final int BLOCK = 512;
    private static final int NAME = 100;
    private static final int SIZE = 124;
    private static final int SIZE_LENGTH = 12;
    private static final int PREFIX = 345;
    private static final int PREFIX_LENGTH = 155;
    private static final int LARGEST = 64 << 20;

    /** Their bytes in JSON; {@link Fault.Unavailable} names a package that cannot be read. */
    Outcome<List<String>> definitions() {
        if (folder.isEmpty()) {
            return Outcome.of(List.of());
        }
        try {
            return definitions(files(folder.get()));
        } catch (IOException e) {
            return Outcome.failed(new Fault.Unavailable("the folder of packages"));
        }
    }

    private static Outcome<List<String>> definitions(List<Path> files) {
        List<String> all = new ArrayList<>();
        for (var file : files) {
            try (var in = new BufferedInputStream(new GZIPInputStream(Files.newInputStream(file)))) {
                read(in, all);
            } catch (IOException e) {
                return Outcome.failed(new Fault.Unavailable("the package " + file.getFileName()));
            }
        }
        return Outcome.of(all);
    }

    private static List<Path> files(Path folder) throws IOException {
        try (var files = Files.list(folder)) {
            return files.filter(file -> file.toString().endsWith(".tgz"))
                    .sorted()
                    .toList();
        }
    }

    /** A tar archive: blocks of 512 bytes, a header before each file (POSIX, pax Interchange Format, ustar). */
    private static void read(InputStream archive, List<String> out) throws IOException {
        var in = new DataInputStream(archive);
        var header = new byte[BLOCK];
        while (next(in, header)) {
            var size = size(header);
            var content = new ByteArrayOutputStream();
            if (WANTED.matcher(name(header)).matches()) {
                content.writeBytes(in.readNBytes(size));
            } else {
                in.skipNBytes(size);
            }
            in.skipNBytes((BLOCK - size % BLOCK) % BLOCK);
            if (content.size() > 0) {
                out.add(content.toString(StandardCharsets.UTF_8));
            }
        }
    }

    /** Two blocks of zeros, or the end of the archive, end it; one that is cut off has neither. */
    private static boolean next(DataInputStream in, byte[] header) throws IOException {
        var first = in.read();
        if (first < 0) {
            return false;
        }
        header[0] = (byte) first;
        in.readFully(header, 1, BLOCK - 1);
        return first != 0;
    }

    private static String name(byte[] header) {
        var folder = text(header, PREFIX, PREFIX_LENGTH);
        return (folder.isEmpty() ? "" : folder + "/") + text(header, 0, NAME);
    }

    private static String text(byte[] header, int start, int longest) {
        var end = start;
        while (end < start + longest && header[end] != 0) {
            end++;
        }
        return new String(header, start, end - start, StandardCharsets.UTF_8);
    }

    private static int size(byte[] header) throws IOException {
        var text = new String(Arrays.copyOfRange(header, SIZE, SIZE + SIZE_LENGTH), StandardCharsets.US_ASCII)
                .replace('\0', ' ')
                .strip();
        try {
            var size = Long.parseLong(text, 8);
            if (size < 0 || size > LARGEST) {
                throw new IOException("a file too large");
            }
            return (int) size;
        } catch (NumberFormatException e) {
            throw new IOException("no tar archive", e);
        }
    }
}
