package io.serai;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.GeneralCodingRules.NO_CLASSES_SHOULD_ACCESS_STANDARD_STREAMS;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;

import org.jspecify.annotations.NullMarked;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.FieldSource;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * The plan of the house, held to. A new arrow between two packages is drawn here first, and in the
 * package-info of the package it leaves.
 */
class StructureTest {

    /** Which package may see which. What is not drawn is not allowed. */
    private static final Map<String, Set<String>> ARROWS =
            arrows(
                    "event →",
                    "store → event",
                    "bus → event store",
                    "edge → event",
                    "websocket →",
                    "cluster → websocket",
                    "security → edge",
                    "reload → edge",
                    "gateway → event store bus edge cluster reload",
                    "gateway.crm → event edge gateway",
                    "gateway.data → event edge gateway",
                    "business → event store edge gateway",
                    "publish → event store edge business",
                    "export → event edge",
                    "bot → event reload gateway",
                    "profile → event reload gateway security",
                    "conversation → event store bus bot",
                    "assignment → event store conversation security cluster",
                    "customer → event store edge security gateway",
                    "ticket → event store bus reload gateway conversation",
                    "command → event store gateway",
                    "console → event store search bus conversation assignment customer ticket"
                            + " command reload"
                            + " websocket"
                            + " security cluster",
                    "channel.web → event store bus websocket security cluster",
                    "channel.wechat → event store bus edge cluster",
                    "channel.douyin → event store edge cluster",
                    "sandbox → event",
                    "feed → event store security",
                    "trace → event",
                    "search → event store",
                    "apidoc → event security",
                    "drain → event bus edge websocket",
                    "ops → event store bus conversation security");

    static final List<String> PACKAGES = List.copyOf(ARROWS.keySet());

    private static final JavaClasses MAIN =
            new ClassFileImporter()
                    .withImportOption(ImportOption.Predefined.DO_NOT_INCLUDE_TESTS)
                    .importPackages("io.serai");
    private static final JavaClasses TESTS =
            new ClassFileImporter()
                    .withImportOption(ImportOption.Predefined.ONLY_INCLUDE_TESTS)
                    .importPackages("io.serai");

    @ParameterizedTest
    @FieldSource("PACKAGES")
    void aPackageSeesOnlyWhatItsArrowsPointTo(String name) {
        String[] others =
                PACKAGES.stream()
                        .filter(other -> !other.equals(name))
                        .filter(other -> !ARROWS.getOrDefault(name, Set.of()).contains(other))
                        .map(other -> "io.serai." + other)
                        .toArray(String[]::new);

        noClasses()
                .that()
                .resideInAPackage("io.serai." + name)
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage(others)
                .check(MAIN);
    }

    @Test
    void everyPackageIsInThePlan() {
        assertThat(packages().keySet()).isSubsetOf(PACKAGES);
    }

    @Test
    void noPackagesGoInCircles() {
        slices().matching("io.serai.(*)..").should().beFreeOfCycles().check(MAIN);
    }

    @Test
    void everyPackageSaysWhatItIsForAndThatNothingIsNullUnlessMarked() {
        packages()
                .forEach(
                        (name, inside) -> {
                            Path info =
                                    Path.of("src/main/java/io/serai")
                                            .resolve(name.replace('.', '/'))
                                            .resolve("package-info.java");
                            assertThat(info).exists().content().contains("/**");
                            assertThat(
                                            inside.getFirst()
                                                    .getPackage()
                                                    .isAnnotatedWith(NullMarked.class))
                                    .as("io.serai." + name + " is @NullMarked")
                                    .isTrue();
                        });
    }

    @Test
    void onlyTheSandboxKnowsThatThereIsASandbox() {
        classes()
                .that()
                .areAnnotatedWith("org.springframework.context.annotation.Profile")
                .should()
                .resideInAPackage("io.serai.sandbox")
                .check(MAIN);
        classes()
                .that()
                .resideInAPackage("io.serai.sandbox")
                .and()
                .areMetaAnnotatedWith("org.springframework.stereotype.Component")
                .should()
                .beAnnotatedWith("org.springframework.context.annotation.Profile")
                .check(MAIN);
    }

    @Test
    void theEventModelKnowsNeitherCamelNorSpring() {
        noClasses()
                .that()
                .resideInAPackage("io.serai.event")
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage("org.apache.camel..", "org.springframework..")
                .check(MAIN);
    }

    @Test
    void nothingIsPrintedPastTheLog() {
        NO_CLASSES_SHOULD_ACCESS_STANDARD_STREAMS.check(MAIN);
    }

    @Test
    void namesSayWhatAThingIs() {
        noClasses()
                .should()
                .haveNameMatching(".*(Util|Utils|Manager|Helper|Impl|Abstract[A-Z]\\w*)")
                .check(MAIN);
    }

    @Test
    void testsWaitForWhatHappensAndNeverSleep() {
        // The chaos harness is a load that keeps its pace, and an engine is waited for from
        // outside.
        noClasses()
                .that()
                .resideOutsideOfPackages("io.serai.chaos..", "io.serai.engines..")
                .should()
                .callMethodWhere(
                        DescribedPredicate.describe(
                                "Thread.sleep",
                                call ->
                                        call.getTargetOwner().isEquivalentTo(Thread.class)
                                                && call.getName().equals("sleep")))
                .check(TESTS);
    }

    /** Surefire talks with the JVM of the tests over its standard output. */
    @Test
    void noProcessOfATestPrintsWhereTheTestsDo() {
        noClasses()
                .should()
                .callMethod(ProcessBuilder.class, "inheritIO")
                .orShould()
                .accessField(ProcessBuilder.Redirect.class, "INHERIT")
                .check(TESTS);
    }

    @Test
    void noClassIsLongerThan300Lines() throws IOException {
        try (Stream<Path> files = Files.walk(Path.of("src/main/java"))) {
            List<String> tooLong =
                    files.filter(file -> file.toString().endsWith(".java"))
                            .filter(file -> lines(file) > 300)
                            .map(Path::toString)
                            .toList();

            assertThat(tooLong).isEmpty();
        }
    }

    /** A bean that a route names by {@code ref:} is one that Java, or Camel itself, offers. */
    @Test
    void everyBeanThatARouteNamesIsThere() throws IOException {
        Set<String> named = new TreeSet<>();
        Pattern ref = Pattern.compile("(?m)^\\s*ref: \"?([A-Za-z][A-Za-z0-9]*)\"?\\s*(?:#.*)?$");
        for (String folder : List.of("routes", "connectors")) {
            for (String text : texts(Path.of(folder), ".yaml")) {
                ref.matcher(text).results().forEach(found -> named.add(found.group(1)));
            }
        }
        String java = String.join("\n", texts(Path.of("src/main/java"), ".java"));

        assertThat(named).isNotEmpty();
        assertThat(named)
                .filteredOn(
                        name ->
                                !java.contains("\"" + name + "\"")
                                        && !Pattern.compile(
                                                        "@Bean[^;{]*?\\s" + name + "\\(",
                                                        Pattern.DOTALL)
                                                .matcher(java)
                                                .find()
                                        && !isComponent(name))
                .isEmpty();
    }

    private static boolean isComponent(String bean) {
        return MAIN.stream()
                .filter(it -> it.isMetaAnnotatedWith("org.springframework.stereotype.Component"))
                .map(JavaClass::getSimpleName)
                .anyMatch(it -> it.equalsIgnoreCase(bean));
    }

    private static Map<String, List<JavaClass>> packages() {
        return MAIN.stream()
                .filter(it -> it.getPackageName().startsWith("io.serai."))
                .collect(
                        Collectors.groupingBy(
                                it -> it.getPackageName().substring("io.serai.".length()),
                                TreeMap::new,
                                Collectors.toList()));
    }

    private static List<String> texts(Path folder, String suffix) throws IOException {
        try (Stream<Path> files = Files.walk(folder)) {
            return files.filter(file -> file.toString().endsWith(suffix))
                    .map(StructureTest::text)
                    .toList();
        }
    }

    private static String text(Path file) {
        try {
            return Files.readString(file);
        } catch (IOException e) {
            throw new java.io.UncheckedIOException(e);
        }
    }

    private static long lines(Path file) {
        return text(file).lines().count();
    }

    private static Map<String, Set<String>> arrows(String... lines) {
        return Arrays.stream(lines)
                .map(line -> line.split("→", -1))
                .collect(
                        Collectors.toMap(
                                line -> line[0].strip(),
                                line ->
                                        line[1].isBlank()
                                                ? Set.of()
                                                : Set.of(line[1].strip().split(" ")),
                                (one, other) -> one,
                                TreeMap::new));
    }
}
