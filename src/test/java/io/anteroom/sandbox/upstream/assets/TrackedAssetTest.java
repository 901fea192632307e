package io.anteroom.sandbox.upstream.assets;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Set;
import org.junit.jupiter.api.Test;

class TrackedAssetTest {
  private final AssetStore store = new AssetStore();
  private final TrackedAsset asset =
      new TrackedAsset(SampleAssets.asset("1", "{\"anteroom_task\":\"a.b.2\"}", 0));

  @Test
  void keepsItsTerminalStatus() {
    assertTrue(asset.show(SandboxTaskStatus.FAILED, "reason", 1));
    assertFalse(asset.show(SandboxTaskStatus.DONE, null, 2));
    assertEquals(SandboxTaskStatus.FAILED, asset.current().status());
    assertEquals(1, asset.current().updatedAtMs());
  }

  @Test
  void isNotListedOnceItWasRemoved() {
    store.add(asset);
    AccountAssets shelf = store.of("account");
    assertTrue(shelf.byTaskId("task-1").isPresent());
    store.remove(asset);
    assertTrue(asset.isOver());
    assertTrue(shelf.byTaskId("task-1").isEmpty());
    assertTrue(shelf.byAssetId("asset-1").isEmpty());
    assertTrue(shelf.newestFirst().isEmpty());
    assertTrue(shelf.withMarkers(Set.of("a.b.2")).isEmpty());
  }

  @Test
  void belongsToOneAccount() {
    store.add(asset);
    assertTrue(store.of("another").byTaskId("task-1").isEmpty());
  }

  @Test
  void splitsItsMarkerAtTheLastDot() {
    assertEquals("a.b.2", asset.current().marker());
    assertEquals("a.b", TaskMarker.taskId("a.b.2"));
    assertEquals("plain", TaskMarker.taskId("plain"));
  }
}
