package io.anteroom.sandbox.upstream.assets;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.anteroom.sandbox.upstream.settings.FailedInList;
import io.anteroom.sandbox.upstream.settings.VisibilitySettings;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class AssetListQueryTest {
  private static final AssetListQuery ALL = new AssetListQuery(Set.of(), AssetFilter.EVERYTHING);

  private final AccountAssets shelf = new AccountAssets();

  private TrackedAsset add(String id, String marker, long createdAtMs) {
    String metadata = "{\"anteroom_task\":\"" + marker + "\"}";
    TrackedAsset asset = new TrackedAsset(SampleAssets.asset(id, metadata, createdAtMs));
    shelf.add(asset);
    return asset;
  }

  private static List<String> ids(List<Asset> assets) {
    return assets.stream().map(Asset::assetId).toList();
  }

  @Test
  void showsTheNewestFirst() {
    add("1", "t.1", 10);
    add("2", "u.1", 10);
    add("3", "t.1", 10);
    assertEquals(
        List.of("asset-3", "asset-2", "asset-1"),
        ids(ALL.from(shelf, VisibilitySettings.CLEAR, 10)));
    assertEquals(
        List.of("asset-3", "asset-1"),
        ids(markers("t.1").from(shelf, VisibilitySettings.CLEAR, 10)));
  }

  @Test
  void showsTheStateBeforeTheLag() {
    VisibilitySettings lagging =
        new VisibilitySettings(List.of(), 0, 0, 0, 100, FailedInList.SHOWN, null, "FAILED");
    TrackedAsset asset = add("1", "t.1", 1_000);
    asset.show(SandboxTaskStatus.PROCESSING, null, 1_050);
    assertEquals(List.of(), ALL.from(shelf, lagging, 1_099));
    assertEquals(SandboxTaskStatus.INITIALIZING, ALL.from(shelf, lagging, 1_149).get(0).status());
    assertEquals(SandboxTaskStatus.PROCESSING, ALL.from(shelf, lagging, 1_150).get(0).status());
  }

  @ParameterizedTest
  @CsvSource({"SHOWN, FAILED", "HIDDEN,", "STALE, PROCESSING"})
  void showsFailedAssetsAsConfigured(FailedInList failed, String expected) {
    TrackedAsset asset = add("1", "t.1", 0);
    asset.show(SandboxTaskStatus.PROCESSING, null, 1);
    asset.show(SandboxTaskStatus.FAILED, "reason", 2);
    VisibilitySettings settings =
        new VisibilitySettings(List.of(), 0, 0, 0, 0, failed, null, "FAILED");
    List<String> statuses = ALL.from(shelf, settings, 3).stream().map(Asset::status).toList();
    assertEquals(expected == null ? List.of() : List.of(expected), statuses);
  }

  @Test
  void findsAHundredMarkersOfTenThousandInMilliseconds() {
    for (int i = 0; i < 10_000; i++) {
      add(String.valueOf(i), "t" + i + ".1", 0);
    }
    String[] wanted =
        IntStream.range(0, 100).mapToObj(i -> "t" + i * 97 + ".1").toArray(String[]::new);
    long start = System.nanoTime();
    List<Asset> found = List.of();
    for (int round = 0; round < 100; round++) {
      found = markers(wanted).from(shelf, VisibilitySettings.CLEAR, 0);
    }
    long millisEach = TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - start) / 100;
    assertEquals(100, found.size());
    // A scan of all of them with a hundred comparisons each takes ten times as long.
    assertTrue(millisEach < 10, () -> millisEach + " ms");
  }

  private static AssetListQuery markers(String... markers) {
    String list = Arrays.stream(markers).map(m -> "\"" + m + "\"").collect(Collectors.joining(","));
    return new AssetListQuery(
        Set.of(),
        SampleAssets.filter(
            "{\"AND\":[{\"key\":\"metadata.anteroom_task\",\"operator\":\"in\",\"value\":[%s]}]}"
                .formatted(list)));
  }
}
