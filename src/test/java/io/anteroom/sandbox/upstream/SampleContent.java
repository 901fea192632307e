package io.anteroom.sandbox.upstream;

import java.awt.image.BufferedImage;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import javax.imageio.ImageIO;
import org.apache.pdfbox.pdmodel.PDDocument;
import org.apache.pdfbox.pdmodel.PDPage;
import org.apache.pdfbox.pdmodel.PDPageContentStream;
import org.apache.pdfbox.pdmodel.font.PDType1Font;
import org.apache.pdfbox.pdmodel.font.Standard14Fonts.FontName;

public final class SampleContent {
  private SampleContent() {}

  public static byte[] utf8(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }

  /** A PDF of one page with that line. */
  public static byte[] pdf(String line) throws IOException {
    try (PDDocument document = new PDDocument();
        ByteArrayOutputStream out = new ByteArrayOutputStream()) {
      PDPage page = new PDPage();
      document.addPage(page);
      try (PDPageContentStream content = new PDPageContentStream(document, page)) {
        content.beginText();
        content.setFont(new PDType1Font(FontName.HELVETICA), 12);
        content.newLineAtOffset(50, 700);
        content.showText(line);
        content.endText();
      }
      document.save(out);
      return out.toByteArray();
    }
  }

  /** An image in a format that ImageIO writes: png, jpg, gif, bmp. */
  public static byte[] image(String format, int width, int height) throws IOException {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    ImageIO.write(new BufferedImage(width, height, BufferedImage.TYPE_INT_RGB), format, out);
    return out.toByteArray();
  }

  /** The head of an MP4: its type, its duration, and one track of video with a size; no picture. */
  public static byte[] mp4(int width, int height, int seconds) {
    byte[] movie = ByteBuffer.allocate(100).putInt(12, 1_000).putInt(16, seconds * 1_000).array();
    byte[] handler = ByteBuffer.allocate(25).put(8, utf8("vide")).array();
    byte[] media =
        join(
            box("mdhd", ByteBuffer.allocate(24).putInt(12, 1_000).array()),
            box("hdlr", handler),
            box("minf", box("stbl", box("stsd", videoDescription(width, height)))));
    byte[] track = join(box("tkhd", new byte[84]), box("mdia", media));
    return join(
        box("ftyp", utf8("isom\0\0\0\1isom")),
        box("moov", join(box("mvhd", movie), box("trak", track))));
  }

  private static byte[] videoDescription(int width, int height) {
    ByteBuffer entry = ByteBuffer.allocate(78);
    entry.putShort(24, (short) width).putShort(26, (short) height);
    byte[] oneEntry = ByteBuffer.allocate(8).putInt(4, 1).array();
    return join(oneEntry, box("avc1", entry.array()));
  }

  private static byte[] box(String type, byte[] content) {
    return ByteBuffer.allocate(8 + content.length)
        .putInt(8 + content.length)
        .put(utf8(type))
        .put(content)
        .array();
  }

  private static byte[] join(byte[]... parts) {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    for (byte[] part : parts) {
      out.writeBytes(part);
    }
    return out.toByteArray();
  }
}
