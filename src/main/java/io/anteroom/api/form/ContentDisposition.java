package io.anteroom.api.form;

import io.anteroom.async.http.ParameterizedValue;
import io.anteroom.async.http.ParameterizedValue.Parameter;
import io.anteroom.async.http.QuotedString;
import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.util.Optional;

/**
 * What a part of a form says it is (RFC 7578, 4.2). Names come as browsers write them ({@code %22}
 * for a quote), as other clients do ({@code \"}), and as RFC 8187 does ({@code
 * filename*=UTF-8'en'%e2%82%ac.pdf}), which counts before the others. Immutable.
 *
 * @param isFormData whether it is a part of a form at all
 * @param name of the field, or null
 * @param fileName of the file, or null where it is none
 * @param unreadable whether there is a file name, in a form or charset that cannot be read
 */
public record ContentDisposition(
    boolean isFormData, String name, String fileName, boolean unreadable) {

  private static final String FILE_NAME = "filename";

  /** Reads a header, or its absence where it is null. */
  public static ContentDisposition of(String header) {
    ParameterizedValue value = ParameterizedValue.of(header == null ? "" : header);
    Optional<Parameter> extended = value.parameter(FILE_NAME + "*");
    Optional<String> fileName = extended.flatMap(p -> extended(p.value()));
    if (fileName.isEmpty()) {
      fileName = value.parameter(FILE_NAME).map(p -> text(p.raw()));
    }
    return new ContentDisposition(
        value.value().equals("form-data"),
        value.parameter("name").map(p -> text(p.raw())).orElse(null),
        fileName.orElse(null),
        extended.isPresent() && fileName.isEmpty());
  }

  /** A backslash that escapes nothing is one of a path: old browsers send those. */
  private static String text(String raw) {
    String inside = raw.startsWith("\"") ? inQuotes(raw).replaceAll("\\\\([\"\\\\])", "$1") : raw;
    return inside.replace("%22", "\"");
  }

  /** A quote without an end goes to the end. */
  private static String inQuotes(String raw) {
    return raw.substring(1, QuotedString.isQuoted(raw) ? raw.length() - 1 : raw.length());
  }

  /** {@code charset'language'percent-encoded}; empty where it is not that. */
  private static Optional<String> extended(String value) {
    String[] parts = value.split("'", 3);
    if (parts.length < 3) {
      return Optional.empty();
    }
    try {
      Charset charset = Charset.forName(parts[0].strip());
      return bytes(parts[2]).flatMap(bytes -> decoded(bytes, charset));
    } catch (IllegalArgumentException e) {
      return Optional.empty(); // no such charset
    }
  }

  private static Optional<byte[]> bytes(String encoded) {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream(encoded.length());
    for (int at = 0; at < encoded.length(); at++) {
      char character = encoded.charAt(at);
      if (character >= 0x80) {
        return Optional.empty();
      }
      if (character != '%') {
        bytes.write(character);
        continue;
      }
      String digits = encoded.substring(at + 1, Math.min(at + 3, encoded.length()));
      if (!digits.matches("[0-9A-Fa-f]{2}")) {
        return Optional.empty();
      }
      bytes.write(Integer.parseInt(digits, 16));
      at += 2;
    }
    return Optional.of(bytes.toByteArray());
  }

  /** Strictly: a name with a replacement character in it would be another's. */
  private static Optional<String> decoded(byte[] bytes, Charset charset) {
    try {
      return Optional.of(charset.newDecoder().decode(ByteBuffer.wrap(bytes)).toString());
    } catch (CharacterCodingException e) {
      return Optional.empty();
    }
  }

  /**
   * The text of a header that came as bytes, which are UTF-8 as browsers send it; empty where they
   * are not, since a name that was guessed could be another one.
   */
  public static Optional<String> header(byte[] bytes) {
    return decoded(bytes, StandardCharsets.UTF_8);
  }
}
