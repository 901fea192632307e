package io.anteroom.sandbox.upstream.assets;

/**
 * What is known of an image or a video.
 *
 * @param width pixels; null: not known
 * @param height pixels; null: not known
 * @param durationSeconds length of a video; null: not known, or an image
 */
public record MediaFacts(Integer width, Integer height, Double durationSeconds) {
  public static final MediaFacts UNKNOWN = new MediaFacts(null, null, null);
}
