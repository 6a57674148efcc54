package org.healthsphere.node.web.me;

import io.nayuki.qrcodegen.QrCode;
import io.nayuki.qrcodegen.QrCode.Ecc;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/**
 * A QR code (ISO/IEC 18004) as one path of a drawing.
 *
 * @param side of the drawing, with the white rim that readers need
 */
public record QrSquare(int side, String path) {
    private static final int RIM = 4;

    static QrSquare of(String text) {
        var code = QrCode.encodeText(text, Ecc.MEDIUM);
        var path = IntStream.range(0, code.size)
                .boxed()
                .flatMap(y -> IntStream.range(0, code.size)
                        .filter(x -> code.getModule(x, y))
                        .mapToObj(x -> "M" + (x + RIM) + "," + (y + RIM) + "h1v1h-1z"))
                .collect(Collectors.joining());
        return new QrSquare(code.size + 2 * RIM, path);
    }

    @Override
    public String toString() {
        return "QrSquare[" + side + "]";
    }
}
