package io.anteroom.sandbox.upstream.http;

import io.anteroom.sandbox.upstream.assets.Asset;
import io.anteroom.sandbox.upstream.assets.MediaFacts;
import java.util.ArrayList;
import java.util.List;

/** Cuts what was extracted from an asset into its features. */
final class FeatureExtractor {
  private static final int SEGMENT_CHARS = 500;
  private static final double SEGMENT_SECONDS = 10;

  private FeatureExtractor() {}

  static List<AssetFeature> of(Asset asset, String text) {
    return switch (asset.modality()) {
      case TEXT -> ofText(asset, text);
      case IMAGE -> List.of(ofMedia(asset, "image", 0, null, null));
      case VIDEO -> ofVideo(asset);
    };
  }

  private static List<AssetFeature> ofText(Asset asset, String text) {
    List<AssetFeature> segments = new ArrayList<>();
    for (int from = 0; from < text.length(); ) {
      int to = segmentEnd(text, from);
      String segment = text.substring(from, to).strip();
      if (!segment.isEmpty()) {
        segments.add(
            new AssetFeature(
                asset.assetId(),
                "text_segments",
                segments.size(),
                segment,
                null,
                null,
                null,
                null));
      }
      from = to;
    }
    return segments;
  }

  /** After the last blank that fits, so that no word is cut, unless it is longer than a segment. */
  private static int segmentEnd(String text, int from) {
    int farthest = from + SEGMENT_CHARS;
    if (farthest >= text.length()) {
      return text.length();
    }
    for (int end = farthest; end > from; end--) {
      if (Character.isWhitespace(text.charAt(end - 1))) {
        return end;
      }
    }
    return farthest;
  }

  private static List<AssetFeature> ofVideo(Asset asset) {
    Double duration = asset.media().durationSeconds();
    if (duration == null) {
      return List.of(ofMedia(asset, "video_segments", 0, 0.0, null));
    }
    List<AssetFeature> segments = new ArrayList<>();
    double start = 0;
    do {
      double end = Math.min(start + SEGMENT_SECONDS, duration);
      segments.add(ofMedia(asset, "video_segments", segments.size(), start, end));
      start = end;
    } while (start < duration);
    return segments;
  }

  private static AssetFeature ofMedia(
      Asset asset, String type, int position, Double startTime, Double endTime) {
    MediaFacts media = asset.media();
    return new AssetFeature(
        asset.assetId(), type, position, null, media.width(), media.height(), startTime, endTime);
  }
}
