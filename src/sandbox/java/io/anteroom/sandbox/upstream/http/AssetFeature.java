package io.anteroom.sandbox.upstream.http;

/**
 * A part of what was extracted from an asset; what is null is left out.
 *
 * @param featureType {@code text_segments}, {@code image} or {@code video_segments}
 * @param position from 0
 * @param text of a text
 * @param width pixels, of an image or a video
 * @param height pixels, of an image or a video
 * @param startTime seconds, of a part of a video
 * @param endTime seconds, of a part of a video
 */
record AssetFeature(
    String assetId,
    String featureType,
    int position,
    String text,
    Integer width,
    Integer height,
    Double startTime,
    Double endTime) {}
