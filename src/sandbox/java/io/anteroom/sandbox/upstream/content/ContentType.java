package io.anteroom.sandbox.upstream.content;

import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/**
 * What a file is.
 *
 * @param kind how to read it
 * @param mime its media type, lower case, without parameters
 */
public record ContentType(FileKind kind, String mime) {
  static final ContentType PLAIN_TEXT = new ContentType(FileKind.PLAIN_TEXT, "text/plain");

  private static final Map<String, String> MIME_BY_EXTENSION =
      Map.ofEntries(
          Map.entry("txt", "text/plain"),
          Map.entry("text", "text/plain"),
          Map.entry("log", "text/plain"),
          Map.entry("md", "text/markdown"),
          Map.entry("markdown", "text/markdown"),
          Map.entry("csv", "text/csv"),
          Map.entry("html", "text/html"),
          Map.entry("htm", "text/html"),
          Map.entry("json", "application/json"),
          Map.entry("pdf", "application/pdf"),
          Map.entry("png", "image/png"),
          Map.entry("jpg", "image/jpeg"),
          Map.entry("jpeg", "image/jpeg"),
          Map.entry("gif", "image/gif"),
          Map.entry("bmp", "image/bmp"),
          Map.entry("webp", "image/webp"),
          Map.entry("tif", "image/tiff"),
          Map.entry("tiff", "image/tiff"),
          Map.entry("mp4", "video/mp4"),
          Map.entry("mov", "video/quicktime"),
          Map.entry("avi", "video/x-msvideo"),
          Map.entry("webm", "video/webm"),
          Map.entry("mkv", "video/x-matroska"));

  /** From a media type, with or without parameters; empty where it cannot be read, or is null. */
  static Optional<ContentType> ofMime(String mime) {
    if (mime == null) {
      return Optional.empty();
    }
    String bare = mime.split(";", 2)[0].strip().toLowerCase(Locale.ROOT);
    return kind(bare).map(kind -> new ContentType(kind, bare));
  }

  /** From a file name's ending; empty where it says nothing, or is null. */
  public static Optional<ContentType> ofName(String name) {
    if (name == null) {
      return Optional.empty();
    }
    String extension = name.substring(name.lastIndexOf('.') + 1).toLowerCase(Locale.ROOT);
    return ofMime(MIME_BY_EXTENSION.get(extension));
  }

  /** Whether such a file is characters rather than bytes. */
  boolean isTextual() {
    return kind.modality() == FileKind.PLAIN_TEXT.modality() && kind != FileKind.PDF;
  }

  private static Optional<FileKind> kind(String mime) {
    return switch (mime) {
      case "text/html", "application/xhtml+xml" -> Optional.of(FileKind.HTML);
      case "application/json", "text/json" -> Optional.of(FileKind.JSON);
      case "application/pdf" -> Optional.of(FileKind.PDF);
      case "image/svg+xml" -> Optional.empty();
      default -> {
        if (mime.startsWith("text/")) {
          yield Optional.of(FileKind.PLAIN_TEXT);
        }
        if (mime.startsWith("image/")) {
          yield Optional.of(FileKind.IMAGE);
        }
        yield mime.startsWith("video/") ? Optional.of(FileKind.VIDEO) : Optional.empty();
      }
    };
  }
}
