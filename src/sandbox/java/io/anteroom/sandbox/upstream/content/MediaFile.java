package io.anteroom.sandbox.upstream.content;

import com.drew.imaging.ImageMetadataReader;
import com.drew.imaging.ImageProcessingException;
import com.drew.metadata.Directory;
import com.drew.metadata.Metadata;
import com.drew.metadata.Tag;
import io.anteroom.sandbox.upstream.assets.MediaFacts;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;

/** The facts of an image or a video; what can be searched for is its name and its type. */
final class MediaFile {
  private static final String MATROSKA = "video/x-matroska";
  private static final String WEBM = "video/webm";

  private MediaFile() {}

  static Extraction read(StoredFile file, ContentType type) throws UnreadableContentException {
    // The reader does not know these two; their type and size are all there is.
    boolean isOpaque = type.mime().equals(MATROSKA) || type.mime().equals(WEBM);
    MediaFacts facts = isOpaque ? MediaFacts.UNKNOWN : facts(file);
    if (type.kind() == FileKind.IMAGE && facts.width() == null) {
      throw new UnreadableContentException("the image is corrupt: it has no dimensions");
    }
    return new Extraction(type, file.size(), words(file, type, facts), facts);
  }

  private static MediaFacts facts(StoredFile file) throws UnreadableContentException {
    try {
      Metadata metadata = ImageMetadataReader.readMetadata(file.path().toFile());
      return new MediaFacts(
          largest(metadata, "Image Width", "Width"),
          largest(metadata, "Image Height", "Height"),
          seconds(metadata));
    } catch (ImageProcessingException | IOException | RuntimeException e) {
      // The reader meets corrupt files with any of these.
      throw new UnreadableContentException("the image or video is corrupt: " + e.getMessage(), e);
    }
  }

  /** Audio tracks and thumbnails have sizes too, of zero or less than the picture's. */
  private static Integer largest(Metadata metadata, String... names) {
    Integer largest = null;
    for (Directory directory : metadata.getDirectories()) {
      for (Tag tag : directory.getTags()) {
        Integer value = directory.getInteger(tag.getTagType());
        if (List.of(names).contains(tag.getTagName()) && value != null && value > 0) {
          largest = largest == null ? value : Integer.valueOf(Math.max(largest, value));
        }
      }
    }
    return largest;
  }

  private static Double seconds(Metadata metadata) {
    for (Directory directory : metadata.getDirectories()) {
      for (Tag tag : directory.getTags()) {
        if (tag.getTagName().equals("Duration in Seconds")) {
          return directory.getDoubleObject(tag.getTagType());
        }
      }
    }
    return null;
  }

  private static String words(StoredFile file, ContentType type, MediaFacts facts) {
    List<String> words = new ArrayList<>();
    words.add(Objects.requireNonNullElse(file.name(), "").replaceAll("[^\\p{L}\\p{N}]+", " "));
    words.add(type.mime().replace('/', ' '));
    if (facts.width() != null && facts.height() != null) {
      words.add(facts.width() + "x" + facts.height());
    }
    return String.join(" ", words).strip();
  }
}
