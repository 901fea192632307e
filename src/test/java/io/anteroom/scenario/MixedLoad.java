package io.anteroom.scenario;

import io.anteroom.sandbox.upstream.SampleContent;
import io.anteroom.sandbox.upstream.settings.Modality;
import io.anteroom.sandbox.upstream.settings.SandboxSettings;
import io.anteroom.sandbox.upstream.settings.StageTime;
import io.anteroom.sandbox.upstream.settings.StageTimes;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Random;

/**
 * 70 % text of about 2 s, 25 % images of about 12 s, 5 % videos of about 240 s, log-normal, on a
 * clock that runs ten times as fast.
 */
final class MixedLoad {

  /** The factor by which the clock of the scenario is faster. */
  static final int SPEED = 10;

  static final long WINDOW_MILLIS = 60_000 / SPEED;
  private static final int A_MINUTE = 40;
  static final long EVERY_MILLIS = WINDOW_MILLIS / A_MINUTE;

  private static final double SIGMA = 0.5;

  enum Content {
    TEXT(14),
    IMAGE(5),
    VIDEO(1);

    private final int ofTwenty;

    Content(int ofTwenty) {
      this.ofTwenty = ofTwenty;
    }
  }

  private MixedLoad() {}

  /** The contents in the order of sending; each twenty have the shares of the enum. */
  static List<Content> of(int count) {
    Random random = new Random(1);
    List<Content> all = new ArrayList<>();
    while (all.size() < count) {
      List<Content> twenty = new ArrayList<>();
      for (Content content : Content.values()) {
        twenty.addAll(Collections.nCopies(content.ofTwenty, content));
      }
      Collections.shuffle(twenty, random);
      all.addAll(twenty);
    }
    return all.subList(0, count);
  }

  /** A stand-in upstream that takes these times. */
  static SandboxSettings upstream(Path files, String visibility) {
    return SandboxSettings.instant()
        .withLimits(SandboxSettings.defaults().limits().withWindowMs(WINDOW_MILLIS))
        .withStages(
            Map.of(
                Modality.TEXT, taking(2_000),
                Modality.IMAGE, taking(12_000),
                Modality.VIDEO, taking(240_000)))
        .merge(
            "{\"content\": {\"files_folder\": \"%s\"}, \"visibility\": %s}"
                .formatted(files, visibility));
  }

  static void writeFiles(Path folder) throws IOException {
    Files.write(folder.resolve("a.png"), SampleContent.image("png", 8, 8));
    Files.write(folder.resolve("a.mp4"), SampleContent.mp4(640, 360, 30));
  }

  static String path(Content content) {
    return content == Content.TEXT ? "/index/text" : "/index/url";
  }

  static String body(Content content, String upstreamUrl) {
    String source =
        switch (content) {
          case TEXT -> "\"text\": \"a text\"";
          case IMAGE -> "\"url\": \"%s/_sandbox/files/a.png\"".formatted(upstreamUrl);
          case VIDEO -> "\"url\": \"%s/_sandbox/files/a.mp4\"".formatted(upstreamUrl);
        };
    return "{%s, \"collection_id\": \"polling\"}".formatted(source);
  }

  private static StageTimes taking(double millis) {
    return new StageTimes(
        StageTime.NONE, StageTime.NONE, StageTime.NONE, StageTime.logNormal(millis / SPEED, SIGMA));
  }
}
