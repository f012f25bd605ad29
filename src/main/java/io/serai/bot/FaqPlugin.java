package io.serai.bot;

import io.serai.reload.BadFileException;
import io.serai.reload.LiveFolder;
import io.serai.reload.YamlNode;

import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.stereotype.Component;

import java.nio.file.Path;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Answers frequently asked questions from {@code config/faq/*.yaml}; live. A file is either a list
 * of entries or holds the words to {@code ignore} and those that mean the {@code same}.
 */
@Component
class FaqPlugin implements BotPlugin, LiveFolder {

    private final Path folder;
    private volatile FaqIndex index = new FaqIndex(List.of(), new FaqWords());

    @Autowired
    FaqPlugin(FaqSettings settings) {
        this.folder = settings.folder();
    }

    @Override
    public String name() {
        return "faq";
    }

    @Override
    public Path folder() {
        return folder;
    }

    @Override
    public String pattern() {
        return "*.yaml";
    }

    @Override
    public void apply(Map<Path, String> files) throws BadFileException {
        Map<String, FaqEntry> entries = new LinkedHashMap<>();
        Map<String, Path> places = new HashMap<>();
        FaqWords words = new FaqWords();
        for (Map.Entry<Path, String> file : files.entrySet()) {
            Optional<YamlNode> root = YamlNode.parse(file.getKey(), file.getValue());
            if (root.isPresent() && root.get().isMap()) {
                words.add(root.get());
                continue;
            }
            for (YamlNode node : root.isEmpty() ? List.<YamlNode>of() : root.get().items()) {
                FaqEntry entry = FaqEntry.read(node);
                if (entries.put(entry.id(), entry) != null) {
                    throw node.refused(
                            "id '%s' is already used in %s: choose another"
                                    .formatted(entry.id(), places.get(entry.id())));
                }
                places.put(entry.id(), file.getKey());
            }
        }
        index = new FaqIndex(entries.values(), words);
    }

    @Override
    public boolean isInstant() {
        return true;
    }

    @Override
    public Optional<Proposal> propose(Turn turn) {
        return index.match(turn.text()).map(FaqPlugin::proposal);
    }

    private static Proposal proposal(FaqIndex.Match match) {
        FaqEntry entry = match.entry();
        Proposal answer = Proposal.saying("faq." + entry.id(), match.confidence(), entry.answer());
        return entry.skill() == null ? answer : answer.noting(Map.of(Skills.MEMORY, entry.skill()));
    }
}
