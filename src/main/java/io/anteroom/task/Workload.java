package io.anteroom.task;

import java.util.Locale;
import java.util.Map;

/**
 * Which tasks take about as long as each other: kind, modality and size class as a label, such as
 * {@code text:s}, {@code url:video}, {@code upload:image:m}. There are few labels, whatever a
 * client sends.
 *
 * @param label the label, at most 20 characters
 */
public record Workload(String label) {

  private static final String UNKNOWN = "unknown";
  private static final long KIB = 1024;
  private static final long MIB = 1024 * KIB;

  private static final Map<String, String> BY_EXTENSION =
      Map.ofEntries(
          Map.entry("jpg", "image"),
          Map.entry("jpeg", "image"),
          Map.entry("png", "image"),
          Map.entry("gif", "image"),
          Map.entry("webp", "image"),
          Map.entry("bmp", "image"),
          Map.entry("tif", "image"),
          Map.entry("tiff", "image"),
          Map.entry("heic", "image"),
          Map.entry("mp4", "video"),
          Map.entry("m4v", "video"),
          Map.entry("mov", "video"),
          Map.entry("avi", "video"),
          Map.entry("mkv", "video"),
          Map.entry("webm", "video"),
          Map.entry("mp3", "audio"),
          Map.entry("m4a", "audio"),
          Map.entry("wav", "audio"),
          Map.entry("flac", "audio"),
          Map.entry("ogg", "audio"),
          Map.entry("pdf", "document"),
          Map.entry("docx", "document"),
          Map.entry("pptx", "document"),
          Map.entry("xlsx", "document"),
          Map.entry("htm", "text"),
          Map.entry("html", "text"),
          Map.entry("json", "text"),
          Map.entry("csv", "text"),
          Map.entry("md", "text"),
          Map.entry("txt", "text"));

  /** Of a text with this many characters. */
  public static Workload ofText(long length) {
    return new Workload("text:" + size(length, 4 * KIB, 64 * KIB));
  }

  /** Of what lies at a URL, by the extension of its path. */
  public static Workload ofUrl(String url) {
    return new Workload("url:" + byName(path(url)));
  }

  /** Of an uploaded file, by its media type, else by the extension of its name. */
  public static Workload ofUpload(StoredFile file) {
    String modality = byType(file.type());
    return new Workload(
        "upload:%s:%s"
            .formatted(
                modality.equals(UNKNOWN) ? byName(file.name()) : modality,
                size(file.size(), MIB, 32 * MIB)));
  }

  /** That of any URL, also of one that no strict parser takes. */
  private static String path(String url) {
    int authority = url.indexOf("//");
    if (authority < 0) {
      return null;
    }
    String whole = url.substring(authority + 2).strip().split("[?#]", 2)[0];
    int path = whole.indexOf('/');
    return path < 0 ? null : whole.substring(path);
  }

  private static String byType(String mediaType) {
    String type = mediaType == null ? "" : mediaType.strip().toLowerCase(Locale.ROOT);
    for (String modality : new String[] {"image", "video", "audio", "text"}) {
      if (type.startsWith(modality + "/")) {
        return modality;
      }
    }
    return type.startsWith("application/pdf") ? "document" : UNKNOWN;
  }

  private static String byName(String name) {
    if (name == null) {
      return UNKNOWN;
    }
    String extension = name.substring(name.lastIndexOf('.') + 1).toLowerCase(Locale.ROOT);
    return BY_EXTENSION.getOrDefault(extension, UNKNOWN);
  }

  private static String size(long size, long small, long medium) {
    if (size < small) {
      return "s";
    }
    return size < medium ? "m" : "l";
  }
}
