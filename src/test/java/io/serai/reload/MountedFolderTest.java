package io.serai.reload;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeMap;

/**
 * A folder as Kubernetes mounts a ConfigMap: links into ..data, itself a link that is exchanged.
 */
class MountedFolderTest {

    @TempDir private Path mount;

    @Test
    void eachFileIsSeenOnceAndAnExchangedConfigMapIsAChange() throws IOException {
        publish("..1", "first");
        Files.createSymbolicLink(mount.resolve("top.camel.yaml"), Path.of("..data/top.camel.yaml"));
        Files.createSymbolicLink(mount.resolve("channels"), Path.of("..data/channels"));
        WatchedFolder folder = new WatchedFolder(mount, "*.camel.yaml", List.of());

        assertThat(folder.refresh()).isTrue();
        assertThat(folder.texts())
                .containsOnlyKeys(
                        mount.resolve("top.camel.yaml"), mount.resolve("channels/shop.camel.yaml"))
                .containsValues("first top", "first shop");
        assertThat(folder.refresh()).isFalse();

        publish("..2", "second");

        assertThat(folder.refresh()).isTrue();
        assertThat(folder.texts()).containsValues("second top", "second shop");
    }

    @Test
    void whatIsNoFileIsPassedOver() throws IOException {
        Files.writeString(mount.resolve("a.camel.yaml"), "a");
        Files.createSymbolicLink(mount.resolve("b.camel.yaml"), Path.of("/dev/null"));
        WatchedFolder folder = new WatchedFolder(mount, "*.camel.yaml", List.of());

        folder.refresh();

        assertThat(folder.texts()).containsOnlyKeys(mount.resolve("a.camel.yaml"));
    }

    @Test
    void aLinkInACircleIsPassedOver() throws IOException {
        Files.writeString(mount.resolve("a.camel.yaml"), "text");
        Files.createSymbolicLink(mount.resolve("again"), mount);
        WatchedFolder folder = new WatchedFolder(mount, "*.camel.yaml", List.of());

        assertThat(folder.refresh()).isTrue();
        assertThat(folder.texts()).containsOnlyKeys(mount.resolve("a.camel.yaml"));
    }

    @Test
    void whatWasLiveGoesOnWhileTheFolderIsNotThere() throws IOException {
        Path inner = Files.createDirectory(mount.resolve("routes"));
        Path file = Files.writeString(inner.resolve("a.camel.yaml"), "text");
        WatchedFolder folder = new WatchedFolder(inner, "*.camel.yaml", List.of());
        folder.refresh();

        Files.move(inner, mount.resolve("away"));

        assertThat(folder.refresh()).isFalse();
        assertThat(folder.texts()).containsOnlyKeys(file);

        Files.move(mount.resolve("away"), inner);
        Files.delete(file);

        assertThat(folder.refresh()).isTrue();
        assertThat(folder.texts()).isEmpty();
    }

    @Test
    void aFolderThatCannotBeReadIsNotPassedOver() throws IOException {
        WatchedFolder.Walk walk = walk();
        Path inner = mount.resolve("channels");

        assertThatExceptionOfType(AccessDeniedException.class)
                .isThrownBy(() -> walk.visitFileFailed(inner, new AccessDeniedException("")));
        assertThat(walk.visitFileFailed(inner, new NoSuchFileException("")))
                .isEqualTo(FileVisitResult.CONTINUE);
    }

    @ParameterizedTest
    @ValueSource(strings = {"lost+found", ".snapshots", "examples"})
    void whatHoldsNothingOfOursNeedNotBeReadable(String name) throws IOException {
        assertThat(walk().visitFileFailed(mount.resolve(name), new AccessDeniedException("")))
                .isEqualTo(FileVisitResult.CONTINUE);
    }

    private WatchedFolder.Walk walk() {
        return new WatchedFolder(mount, "*.yaml", List.of("examples"))
        .new Walk(new TreeMap<>(), new ArrayList<>());
    }

    @Test
    void aFolderThatIsNotThereIsNamedWithItsSetting() {
        WatchedFolder folder = new WatchedFolder(mount.resolve("ruotes"), "*.yaml", List.of());
        folder.refresh();

        assertThatIllegalStateException()
                .isThrownBy(() -> folder.require("serai.reload.routes"))
                .withMessageStartingWith("serai.reload.routes: the folder ")
                .withMessageContaining("ruotes is not there");
    }

    private void publish(String version, String words) throws IOException {
        Path data = Files.createDirectories(mount.resolve(version).resolve("channels"));
        Files.writeString(data.resolve("shop.camel.yaml"), words + " shop");
        Files.writeString(data.resolveSibling("top.camel.yaml"), words + " top");
        Path link = Files.createSymbolicLink(mount.resolve("..data_tmp"), Path.of(version));
        Files.move(link, mount.resolve("..data"), StandardCopyOption.ATOMIC_MOVE);
    }
}
