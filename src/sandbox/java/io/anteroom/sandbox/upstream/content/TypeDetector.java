package io.anteroom.sandbox.upstream.content;

import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.CharsetDecoder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.util.Locale;
import java.util.Optional;

/**
 * Says what a file is: by its content first, then by the content type that was declared, then by
 * its name. Characters stay characters, whatever was declared: a page of HTML is no image.
 */
final class TypeDetector {
  private static final int HEAD_BYTES = 4_096;

  private TypeDetector() {}

  static ContentType detect(StoredFile file) throws IOException, UnreadableContentException {
    byte[] head;
    try (InputStream in = Files.newInputStream(file.path())) {
      head = in.readNBytes(HEAD_BYTES);
    }
    if (head.length == 0) {
      throw new UnreadableContentException("the file is empty");
    }
    Optional<String> text = asText(head);
    if (text.isPresent() && !text.get().startsWith("%PDF-")) {
      return textual(text.get(), file);
    }
    Optional<String> magic = MagicBytes.mime(head);
    if (magic.isPresent()) {
      return ContentType.ofMime(magic.get()).orElseThrow(() -> cannotRead(magic.get()));
    }
    return declared(file)
        .filter(type -> !type.isTextual())
        .orElseThrow(
            () -> cannotRead(file.declaredType() == null ? "unknown" : file.declaredType()));
  }

  private static UnreadableContentException cannotRead(String mime) {
    return new UnreadableContentException("files of the type " + mime + " cannot be read");
  }

  private static ContentType textual(String text, StoredFile file) {
    String start = text.stripLeading().toLowerCase(Locale.ROOT);
    if (start.startsWith("<!doctype html") || start.startsWith("<html")) {
      return new ContentType(FileKind.HTML, "text/html");
    }
    return declared(file).filter(ContentType::isTextual).orElse(ContentType.PLAIN_TEXT);
  }

  /** A declared {@code text/plain} says so little that a name may say more. */
  private static Optional<ContentType> declared(StoredFile file) {
    Optional<ContentType> byName = ContentType.ofName(file.name());
    return ContentType.ofMime(file.declaredType())
        .filter(type -> !type.equals(ContentType.PLAIN_TEXT) || byName.isEmpty())
        .or(() -> byName);
  }

  /** The head as characters, if it is UTF-8 without zeros; its last character may be cut. */
  private static Optional<String> asText(byte[] head) {
    CharsetDecoder decoder = StandardCharsets.UTF_8.newDecoder();
    CharBuffer characters = CharBuffer.allocate(head.length);
    boolean isUtf8 =
        !decoder.decode(ByteBuffer.wrap(head), characters, head.length < HEAD_BYTES).isError();
    String text = characters.flip().toString();
    return isUtf8 && text.indexOf('\0') < 0 ? Optional.of(text) : Optional.empty();
  }
}
