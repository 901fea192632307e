package io.anteroom.task;

import java.util.Locale;
import java.util.Map;
import java.util.Set;

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

  private static final Map<String, Set<String>> EXTENSIONS =
      Map.of(
          "image", Set.of("jpg", "jpeg", "png", "gif", "webp", "bmp", "tif", "tiff", "heic"),
          "video", Set.of("mp4", "m4v", "mov", "avi", "mkv", "webm"),
          "audio", Set.of("mp3", "m4a", "wav", "flac", "ogg"),
          "document", Set.of("pdf", "docx", "pptx", "xlsx"),
          "text", Set.of("htm", "html", "json", "csv", "md", "txt"));

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
    return EXTENSIONS.entrySet().stream()
        .filter(entry -> entry.getValue().contains(extension))
        .map(Map.Entry::getKey)
        .findFirst()
        .orElse(UNKNOWN);
  }

  private static String size(long size, long small, long medium) {
    if (size < small) {
      return "s";
    }
    return size < medium ? "m" : "l";
  }
}
