<?xml version="1.0" encoding="utf-8"?>
<!DOCTYPE TS>
<TS version="2.1" language="de">
<context>
    <name>Actions</name>
    <message>
        <source>New project</source>
        <translation>Neues Projekt</translation>
    </message>
    <message>
        <source>Open project...</source>
        <translation>Projekt öffnen …</translation>
    </message>
    <message>
        <source>Save</source>
        <translation>Speichern</translation>
    </message>
    <message>
        <source>Save as...</source>
        <translation>Speichern unter …</translation>
    </message>
    <message>
        <source>Import media...</source>
        <translation>Medien importieren …</translation>
    </message>
    <message>
        <source>Import timeline (OpenTimelineIO)...</source>
        <translation>Timeline importieren (OpenTimelineIO) …</translation>
    </message>
    <message>
        <source>Export timeline (OpenTimelineIO)...</source>
        <translation>Timeline exportieren (OpenTimelineIO) …</translation>
    </message>
    <message>
        <source>Quit</source>
        <translation>Beenden</translation>
    </message>
    <message>
        <source>Undo</source>
        <translation>Rückgängig</translation>
    </message>
    <message>
        <source>Redo</source>
        <translation>Wiederholen</translation>
    </message>
    <message>
        <source>Split at playhead</source>
        <translation>Am Abspielkopf teilen</translation>
    </message>
    <message>
        <source>Delete clip</source>
        <translation>Clip löschen</translation>
    </message>
    <message>
        <source>Ripple delete clip</source>
        <translation>Clip löschen und Lücke schließen</translation>
    </message>
    <message>
        <source>Snap</source>
        <translation>Einrasten</translation>
    </message>
    <message>
        <source>Add marker</source>
        <translation>Marke setzen</translation>
    </message>
    <message>
        <source>Trim start to playhead</source>
        <translation>Anfang auf den Abspielkopf trimmen</translation>
    </message>
    <message>
        <source>Trim end to playhead</source>
        <translation>Ende auf den Abspielkopf trimmen</translation>
    </message>
    <message>
        <source>Move clip one frame left</source>
        <translation>Clip ein Bild nach links</translation>
    </message>
    <message>
        <source>Move clip one frame right</source>
        <translation>Clip ein Bild nach rechts</translation>
    </message>
    <message>
        <source>Slip clip one frame earlier</source>
        <translation>Inhalt ein Bild früher</translation>
    </message>
    <message>
        <source>Slip clip one frame later</source>
        <translation>Inhalt ein Bild später</translation>
    </message>
    <message>
        <source>Select previous clip</source>
        <translation>Vorigen Clip wählen</translation>
    </message>
    <message>
        <source>Select next clip</source>
        <translation>Nächsten Clip wählen</translation>
    </message>
    <message>
        <source>To previous marker</source>
        <translation>Zur vorigen Marke</translation>
    </message>
    <message>
        <source>To next marker</source>
        <translation>Zur nächsten Marke</translation>
    </message>
    <message>
        <source>Add video track</source>
        <translation>Videospur hinzufügen</translation>
    </message>
    <message>
        <source>Add audio track</source>
        <translation>Audiospur hinzufügen</translation>
    </message>
    <message>
        <source>Mute the clip&apos;s track</source>
        <translation>Spur des Clips stummschalten</translation>
    </message>
    <message>
        <source>Zoom timeline in</source>
        <translation>Timeline vergrößern</translation>
    </message>
    <message>
        <source>Zoom timeline out</source>
        <translation>Timeline verkleinern</translation>
    </message>
    <message>
        <source>Fit timeline</source>
        <translation>Timeline einpassen</translation>
    </message>
    <message>
        <source>Set in</source>
        <translation>In setzen</translation>
    </message>
    <message>
        <source>Set out</source>
        <translation>Out setzen</translation>
    </message>
    <message>
        <source>Clear in and out</source>
        <translation>In und Out löschen</translation>
    </message>
    <message>
        <source>Play or stop</source>
        <translation>Abspielen oder anhalten</translation>
    </message>
    <message>
        <source>Shuttle back</source>
        <translation>Zurückspulen</translation>
    </message>
    <message>
        <source>Stop</source>
        <translation>Anhalten</translation>
    </message>
    <message>
        <source>Shuttle forward</source>
        <translation>Vorspulen</translation>
    </message>
    <message>
        <source>One frame back</source>
        <translation>Ein Bild zurück</translation>
    </message>
    <message>
        <source>One frame forward</source>
        <translation>Ein Bild vor</translation>
    </message>
    <message>
        <source>To the start</source>
        <translation>Zum Anfang</translation>
    </message>
    <message>
        <source>To the end</source>
        <translation>Zum Ende</translation>
    </message>
    <message>
        <source>Loop</source>
        <translation>Schleife</translation>
    </message>
    <message>
        <source>Fit</source>
        <translation>Einpassen</translation>
    </message>
    <message>
        <source>Show red</source>
        <translation>Rot zeigen</translation>
    </message>
    <message>
        <source>Show green</source>
        <translation>Grün zeigen</translation>
    </message>
    <message>
        <source>Show blue</source>
        <translation>Blau zeigen</translation>
    </message>
    <message>
        <source>Show alpha</source>
        <translation>Alpha zeigen</translation>
    </message>
    <message>
        <source>Show luminance</source>
        <translation>Luminanz zeigen</translation>
    </message>
    <message>
        <source>Show colour</source>
        <translation>Farbe zeigen</translation>
    </message>
    <message>
        <source>Wipe against the shot</source>
        <translation>Wischblende gegen die Aufnahme</translation>
    </message>
    <message>
        <source>Difference from the shot</source>
        <translation>Differenz zur Aufnahme</translation>
    </message>
    <message>
        <source>Difference of albedo x irradiance from the shot</source>
        <translation>Differenz von Albedo x Beleuchtung zur Aufnahme</translation>
    </message>
    <message>
        <source>Matte overlay</source>
        <translation>Maske überlagern</translation>
    </message>
    <message>
        <source>Safe areas</source>
        <translation>Sichere Bereiche</translation>
    </message>
    <message>
        <source>Bypass colour, exposure and gamma</source>
        <translation>Farbe, Belichtung und Gamma umgehen</translation>
    </message>
    <message>
        <source>Exposure down</source>
        <translation>Belichtung verringern</translation>
    </message>
    <message>
        <source>Exposure up</source>
        <translation>Belichtung erhöhen</translation>
    </message>
    <message>
        <source>Reset exposure and gamma</source>
        <translation>Belichtung und Gamma zurücksetzen</translation>
    </message>
    <message>
        <source>Previous layer</source>
        <translation>Vorige Ebene</translation>
    </message>
    <message>
        <source>Next layer</source>
        <translation>Nächste Ebene</translation>
    </message>
    <message>
        <source>Zoom in</source>
        <translation>Vergrößern</translation>
    </message>
    <message>
        <source>Zoom out</source>
        <translation>Verkleinern</translation>
    </message>
    <message>
        <source>Reset the window&apos;s layout</source>
        <translation>Fensteraufteilung zurücksetzen</translation>
    </message>
    <message>
        <source>Run</source>
        <translation>Starten</translation>
    </message>
    <message>
        <source>Cancel the running job</source>
        <translation>Laufenden Auftrag abbrechen</translation>
    </message>
    <message>
        <source>Command palette</source>
        <translation>Befehlspalette</translation>
    </message>
    <message>
        <source>Preferences...</source>
        <translation>Einstellungen …</translation>
    </message>
    <message>
        <source>Keyboard shortcuts...</source>
        <translation>Tastenkürzel …</translation>
    </message>
    <message>
        <source>Export clip...</source>
        <translation>Clip exportieren …</translation>
    </message>
    <message>
        <source>Show the composite</source>
        <translation>Komposition zeigen</translation>
    </message>
    <message>
        <source>Copy the frame</source>
        <translation>Bild kopieren</translation>
    </message>
    <message>
        <source>Add to the queue</source>
        <translation>In die Warteschlange</translation>
    </message>
    <message>
        <source>Run the queue</source>
        <translation>Warteschlange abarbeiten</translation>
    </message>
    <message>
        <source>Move light left</source>
        <translation>Licht nach links</translation>
    </message>
    <message>
        <source>Move light right</source>
        <translation>Licht nach rechts</translation>
    </message>
    <message>
        <source>Move light up</source>
        <translation>Licht nach oben</translation>
    </message>
    <message>
        <source>Move light down</source>
        <translation>Licht nach unten</translation>
    </message>
    <message>
        <source>Move light nearer to the camera</source>
        <translation>Licht näher zur Kamera</translation>
    </message>
    <message>
        <source>Move light away from the camera</source>
        <translation>Licht von der Kamera weg</translation>
    </message>
    <message>
        <source>Look further left</source>
        <translation>Weiter nach links blicken</translation>
    </message>
    <message>
        <source>Look further right</source>
        <translation>Weiter nach rechts blicken</translation>
    </message>
    <message>
        <source>Look further up</source>
        <translation>Weiter nach oben blicken</translation>
    </message>
    <message>
        <source>Look further down</source>
        <translation>Weiter nach unten blicken</translation>
    </message>
    <message>
        <source>Move the wipe left</source>
        <translation>Wischblende nach links</translation>
    </message>
    <message>
        <source>Move the wipe right</source>
        <translation>Wischblende nach rechts</translation>
    </message>
    <message>
        <source>Collect project...</source>
        <translation>Projekt sammeln …</translation>
    </message>
    <message>
        <source>Use the new take</source>
        <translation>Neuen Take verwenden</translation>
    </message>
    <message>
        <source>Show log</source>
        <translation>Protokoll anzeigen</translation>
    </message>
    <message>
        <source>Copy diagnostics</source>
        <translation>Diagnose kopieren</translation>
    </message>
</context>
<context>
    <name>unividx::ui::BackgroundForm</name>
    <message>
        <source>Choose...</source>
        <translation>Auswählen …</translation>
    </message>
    <message>
        <source>Choose the background&apos;s file</source>
        <translation>Datei des Hintergrunds auswählen</translation>
    </message>
    <message>
        <source>Offset of the background in frames</source>
        <translation>Versatz des Hintergrunds in Bildern</translation>
    </message>
    <message>
        <source>Offset in frames</source>
        <translation>Versatz in Bildern</translation>
    </message>
    <message>
        <source>Choose the background</source>
        <translation>Hintergrund auswählen</translation>
    </message>
    <message>
        <source>Offset of the background</source>
        <translation>Versatz des Hintergrunds</translation>
    </message>
    <message>
        <source>Background %1</source>
        <translation>Hintergrund %1</translation>
    </message>
    <message>
        <source>No file yet</source>
        <translation>Noch keine Datei</translation>
    </message>
</context>
<context>
    <name>unividx::ui::CacheBar</name>
    <message>
        <source>Cached frames</source>
        <translation>Bilder im Speicher</translation>
    </message>
    <message>
        <source>Frames that are decoded; drag to scrub</source>
        <translation>Dekodierte Bilder; ziehen zum Durchsehen</translation>
    </message>
</context>
<context>
    <name>ClipItems</name>
    <message>
        <source>There is no clip to export: select one</source>
        <translation>Es gibt keinen Clip zum Exportieren: wähle einen</translation>
    </message>
</context>
<context>
    <name>unividx::ui::CollectController</name>
    <message>
        <source>Collect the project into a new folder</source>
        <translation>Projekt in einem neuen Ordner sammeln</translation>
    </message>
    <message>
        <source>Looking for the project&apos;s files</source>
        <translation>Die Dateien des Projekts werden gesucht</translation>
    </message>
    <message>
        <source>Cancel</source>
        <translation>Abbrechen</translation>
    </message>
    <message>
        <source>Collect project</source>
        <translation>Projekt sammeln</translation>
    </message>
    <message>
        <source>The project was not collected; nothing was left behind</source>
        <translation>Das Projekt wurde nicht gesammelt; nichts ist zurückgeblieben</translation>
    </message>
    <message>
        <source>Copying file %1 of %2, %3 of %4</source>
        <translation>Datei %1 von %2 wird kopiert, %3 von %4</translation>
    </message>
    <message numerus="yes">
        <source>%n file(s), %1</source>
        <translation>
            <numerusform>%n Datei, %1</numerusform>
            <numerusform>%n Dateien, %1</numerusform>
        </translation>
    </message>
    <message>
        <source>What is not there was left out. Relink it, and collect the project again.</source>
        <translation>Was fehlt, wurde ausgelassen. Verknüpfen Sie es neu, und sammeln Sie das Projekt noch einmal.</translation>
    </message>
    <message>
        <source>Collected in %1</source>
        <translation>Gesammelt in %1</translation>
    </message>
    <message>
        <source>Show in folder</source>
        <translation>Im Ordner zeigen</translation>
    </message>
    <message>
        <source>Open it</source>
        <translation>Öffnen</translation>
    </message>
    <message>
        <source>The project was not collected</source>
        <translation>Das Projekt wurde nicht gesammelt</translation>
    </message>
    <message>
        <source>Nothing was left behind.</source>
        <translation>Nichts ist zurückgeblieben.</translation>
    </message>
    <message>
        <source>Choose another folder...</source>
        <translation>Anderen Ordner wählen …</translation>
    </message>
</context>
<context>
    <name>unividx::ui::CommandPalette</name>
    <message>
        <source>What do you want to do?</source>
        <translation>Was möchtest du tun?</translation>
    </message>
    <message>
        <source>Find a command</source>
        <translation>Befehl suchen</translation>
    </message>
    <message>
        <source>Commands</source>
        <translation>Befehle</translation>
    </message>
</context>
<context>
    <name>unividx::ui::CompPanel</name>
    <message>
        <source>Add a node, or take a look to begin with</source>
        <translation>Füge einen Knoten hinzu, oder beginne mit einem Look</translation>
    </message>
    <message>
        <source>Nodes</source>
        <translation>Knoten</translation>
    </message>
    <message>
        <source>Node</source>
        <translation>Knoten</translation>
    </message>
    <message>
        <source>Add a node after the chosen one</source>
        <translation>Einen Knoten hinter dem gewählten hinzufügen</translation>
    </message>
    <message>
        <source>Look</source>
        <translation>Look</translation>
    </message>
    <message>
        <source>Take the nodes of a look, of a file, or save them</source>
        <translation>Knoten eines Looks oder einer Datei nehmen, oder sie speichern</translation>
    </message>
    <message>
        <source>Move up (Alt+Up)</source>
        <translation>Nach oben (Alt+Auf)</translation>
    </message>
    <message>
        <source>Move down (Alt+Down)</source>
        <translation>Nach unten (Alt+Ab)</translation>
    </message>
    <message>
        <source>Remove the node (Del)</source>
        <translation>Knoten entfernen (Entf)</translation>
    </message>
    <message>
        <source>Open nodes...</source>
        <translation>Knoten öffnen …</translation>
    </message>
    <message>
        <source>Save nodes...</source>
        <translation>Knoten speichern …</translation>
    </message>
    <message>
        <source>Remove all nodes</source>
        <translation>Alle Knoten entfernen</translation>
    </message>
    <message>
        <source>Add node %1</source>
        <translation>Knoten %1 hinzufügen</translation>
    </message>
    <message>
        <source>Look %1</source>
        <translation>Look %1</translation>
    </message>
    <message>
        <source>Remove node %1</source>
        <translation>Knoten %1 entfernen</translation>
    </message>
    <message>
        <source>Open nodes</source>
        <translation>Knoten öffnen</translation>
    </message>
    <message>
        <source>Nodes (*.uvcomp)</source>
        <translation>Knoten (*.uvcomp)</translation>
    </message>
    <message>
        <source>Save nodes</source>
        <translation>Knoten speichern</translation>
    </message>
    <message>
        <source>Select a clip to say what is done to its pictures</source>
        <translation>Wähle einen Clip, um zu sagen, was mit seinen Bildern geschieht</translation>
    </message>
    <message>
        <source>Its lights are in the panel Relight.</source>
        <translation>Seine Lichter stehen im Bereich Licht.</translation>
    </message>
    <message>
        <source>Change %1</source>
        <translation>%1 ändern</translation>
    </message>
    <message>
        <source>Key of %1</source>
        <translation>Schlüssel von %1</translation>
    </message>
    <message>
        <source>Remove key of %1</source>
        <translation>Schlüssel von %1 entfernen</translation>
    </message>
</context>
<context>
    <name>Composite</name>
    <message>
        <source>Source</source>
        <translation>Quelle</translation>
    </message>
    <message>
        <source>Matte</source>
        <translation>Maske</translation>
    </message>
    <message>
        <source>Despill</source>
        <translation>Despill</translation>
    </message>
    <message>
        <source>Edge extend</source>
        <translation>Kanten füllen</translation>
    </message>
    <message>
        <source>Grade</source>
        <translation>Farbkorrektur</translation>
    </message>
    <message>
        <source>Relight</source>
        <translation>Licht</translation>
    </message>
    <message>
        <source>Background</source>
        <translation>Hintergrund</translation>
    </message>
    <message>
        <source>Grain</source>
        <translation>Korn</translation>
    </message>
    <message>
        <source>Out</source>
        <translation>Ausgang</translation>
    </message>
    <message>
        <source>Which layer the picture is from here on</source>
        <translation>Welche Ebene das Bild von hier an ist</translation>
    </message>
    <message>
        <source>Works on the matte, which cuts the picture out</source>
        <translation>Bearbeitet die Maske, die das Bild freistellt</translation>
    </message>
    <message>
        <source>Takes a screen&apos;s colour off the picture</source>
        <translation>Nimmt die Farbe der Leinwand aus dem Bild</translation>
    </message>
    <message>
        <source>Carries solid colours over the edge of the matte</source>
        <translation>Trägt deckende Farben über die Kante der Maske</translation>
    </message>
    <message>
        <source>Grades the picture, its albedo or its irradiance</source>
        <translation>Korrigiert das Bild, seine Albedo oder seine Beleuchtung</translation>
    </message>
    <message>
        <source>New light over normals and albedo, without cast shadows</source>
        <translation>Neues Licht über Normalen und Albedo, ohne Schlagschatten</translation>
    </message>
    <message>
        <source>Puts the picture before a background</source>
        <translation>Stellt das Bild vor einen Hintergrund</translation>
    </message>
    <message>
        <source>Grain like a camera&apos;s</source>
        <translation>Korn wie das einer Kamera</translation>
    </message>
    <message>
        <source>What leaves the list</source>
        <translation>Was die Liste verlässt</translation>
    </message>
    <message>
        <source>Median over time</source>
        <translation>Median über die Zeit</translation>
    </message>
    <message>
        <source>Black point</source>
        <translation>Schwarzpunkt</translation>
    </message>
    <message>
        <source>White point</source>
        <translation>Weißpunkt</translation>
    </message>
    <message>
        <source>Gamma</source>
        <translation>Gamma</translation>
    </message>
    <message>
        <source>Despeckle</source>
        <translation>Flecken entfernen</translation>
    </message>
    <message>
        <source>Fill holes</source>
        <translation>Löcher füllen</translation>
    </message>
    <message>
        <source>Grow or choke</source>
        <translation>Weiten oder engen</translation>
    </message>
    <message>
        <source>Refine radius</source>
        <translation>Verfeinern: Radius</translation>
    </message>
    <message>
        <source>Refine tolerance</source>
        <translation>Verfeinern: Toleranz</translation>
    </message>
    <message>
        <source>Refine amount</source>
        <translation>Verfeinern: Anteil</translation>
    </message>
    <message>
        <source>Feather</source>
        <translation>Weiche Kante</translation>
    </message>
    <message>
        <source>Amount</source>
        <translation>Anteil</translation>
    </message>
    <message>
        <source>Keep luminance</source>
        <translation>Helligkeit halten</translation>
    </message>
    <message>
        <source>Radius</source>
        <translation>Radius</translation>
    </message>
    <message>
        <source>Product gain</source>
        <translation>Faktor des Produkts</translation>
    </message>
    <message>
        <source>Lift red</source>
        <translation>Lift Rot</translation>
    </message>
    <message>
        <source>Lift green</source>
        <translation>Lift Grün</translation>
    </message>
    <message>
        <source>Lift blue</source>
        <translation>Lift Blau</translation>
    </message>
    <message>
        <source>Gamma red</source>
        <translation>Gamma Rot</translation>
    </message>
    <message>
        <source>Gamma green</source>
        <translation>Gamma Grün</translation>
    </message>
    <message>
        <source>Gamma blue</source>
        <translation>Gamma Blau</translation>
    </message>
    <message>
        <source>Gain red</source>
        <translation>Gain Rot</translation>
    </message>
    <message>
        <source>Gain green</source>
        <translation>Gain Grün</translation>
    </message>
    <message>
        <source>Gain blue</source>
        <translation>Gain Blau</translation>
    </message>
    <message>
        <source>Saturation</source>
        <translation>Sättigung</translation>
    </message>
    <message>
        <source>Hue centre</source>
        <translation>Farbton: Mitte</translation>
    </message>
    <message>
        <source>Hue width</source>
        <translation>Farbton: Breite</translation>
    </message>
    <message>
        <source>Hue shift</source>
        <translation>Farbton: Drehung</translation>
    </message>
    <message>
        <source>Hue saturation</source>
        <translation>Farbton: Sättigung</translation>
    </message>
    <message>
        <source>Hue gain</source>
        <translation>Farbton: Gain</translation>
    </message>
    <message>
        <source>Keep original light</source>
        <translation>Ursprüngliches Licht behalten</translation>
    </message>
    <message>
        <source>Red</source>
        <translation>Rot</translation>
    </message>
    <message>
        <source>Green</source>
        <translation>Grün</translation>
    </message>
    <message>
        <source>Blue</source>
        <translation>Blau</translation>
    </message>
    <message>
        <source>Defocus</source>
        <translation>Unschärfe</translation>
    </message>
    <message>
        <source>Match light and colour</source>
        <translation>Licht und Farbe angleichen</translation>
    </message>
    <message>
        <source>Light wrap</source>
        <translation>Überstrahlen</translation>
    </message>
    <message>
        <source>Wrap width</source>
        <translation>Überstrahlen: Breite</translation>
    </message>
    <message>
        <source>Size</source>
        <translation>Größe</translation>
    </message>
    <message>
        <source>Intensity</source>
        <translation>Stärke</translation>
    </message>
    <message>
        <source>Temperature</source>
        <translation>Farbtemperatur</translation>
    </message>
    <message>
        <source>Azimuth</source>
        <translation>Azimut</translation>
    </message>
    <message>
        <source>Elevation</source>
        <translation>Höhe über dem Horizont</translation>
    </message>
    <message>
        <source>X</source>
        <translation>X</translation>
    </message>
    <message>
        <source>Y</source>
        <translation>Y</translation>
    </message>
    <message>
        <source>Z</source>
        <translation>Z</translation>
    </message>
    <message>
        <source>Target X</source>
        <translation>Ziel X</translation>
    </message>
    <message>
        <source>Target Y</source>
        <translation>Ziel Y</translation>
    </message>
    <message>
        <source>Target Z</source>
        <translation>Ziel Z</translation>
    </message>
    <message>
        <source>Softness</source>
        <translation>Weichheit</translation>
    </message>
    <message>
        <source>Falloff</source>
        <translation>Abfall</translation>
    </message>
    <message>
        <source>Cone</source>
        <translation>Kegel</translation>
    </message>
    <message>
        <source>Cone softness</source>
        <translation>Weichheit des Kegels</translation>
    </message>
    <message>
        <source>Width</source>
        <translation>Breite</translation>
    </message>
    <message>
        <source>Height</source>
        <translation>Höhe</translation>
    </message>
    <message>
        <source>Layer</source>
        <translation>Ebene</translation>
    </message>
    <message>
        <source>From</source>
        <translation>Aus</translation>
    </message>
    <message>
        <source>Inverted</source>
        <translation>Umgekehrt</translation>
    </message>
    <message>
        <source>Screen</source>
        <translation>Leinwand</translation>
    </message>
    <message>
        <source>Method</source>
        <translation>Verfahren</translation>
    </message>
    <message>
        <source>Where</source>
        <translation>Wo</translation>
    </message>
    <message>
        <source>Of</source>
        <translation>Von</translation>
    </message>
    <message>
        <source>Product in</source>
        <translation>Produkt in</translation>
    </message>
    <message>
        <source>Blend</source>
        <translation>Mischung</translation>
    </message>
    <message>
        <source>What</source>
        <translation>Was</translation>
    </message>
    <message>
        <source>Shot</source>
        <translation>Aufnahme</translation>
    </message>
    <message>
        <source>Albedo</source>
        <translation>Albedo</translation>
    </message>
    <message>
        <source>Irradiance</source>
        <translation>Beleuchtung</translation>
    </message>
    <message>
        <source>Normals</source>
        <translation>Normalen</translation>
    </message>
    <message>
        <source>Alpha</source>
        <translation>Alpha</translation>
    </message>
    <message>
        <source>Foreground</source>
        <translation>Vordergrund</translation>
    </message>
    <message>
        <source>Clean background</source>
        <translation>Freier Hintergrund</translation>
    </message>
    <message>
        <source>The alpha layer</source>
        <translation>Die Alpha-Ebene</translation>
    </message>
    <message>
        <source>Everything</source>
        <translation>Alles</translation>
    </message>
    <message>
        <source>The matte before</source>
        <translation>Die Maske davor</translation>
    </message>
    <message>
        <source>No</source>
        <translation>Nein</translation>
    </message>
    <message>
        <source>Yes</source>
        <translation>Ja</translation>
    </message>
    <message>
        <source>Average</source>
        <translation>Mittel</translation>
    </message>
    <message>
        <source>Maximum</source>
        <translation>Größtes</translation>
    </message>
    <message>
        <source>Minimum</source>
        <translation>Kleinstes</translation>
    </message>
    <message>
        <source>Everywhere</source>
        <translation>Überall</translation>
    </message>
    <message>
        <source>Inside the matte</source>
        <translation>In der Maske</translation>
    </message>
    <message>
        <source>Outside the matte</source>
        <translation>Außerhalb der Maske</translation>
    </message>
    <message>
        <source>Picture</source>
        <translation>Bild</translation>
    </message>
    <message>
        <source>Display codes</source>
        <translation>Anzeigewerten</translation>
    </message>
    <message>
        <source>Light</source>
        <translation>Licht</translation>
    </message>
    <message>
        <source>Nothing</source>
        <translation>Nichts</translation>
    </message>
    <message>
        <source>Colour</source>
        <translation>Farbe</translation>
    </message>
    <message>
        <source>File</source>
        <translation>Datei</translation>
    </message>
    <message>
        <source>px</source>
        <translation>px</translation>
    </message>
    <message>
        <source>px²</source>
        <translation>px²</translation>
    </message>
    <message>
        <source>fr</source>
        <translation>B</translation>
    </message>
    <message>
        <source>°</source>
        <translation>°</translation>
    </message>
    <message>
        <source>EV</source>
        <translation>LW</translation>
    </message>
    <message>
        <source>K</source>
        <translation>K</translation>
    </message>
    <message>
        <source>hh</source>
        <translation>hH</translation>
    </message>
    <message>
        <source>Cut out</source>
        <translation>Freigestellt</translation>
    </message>
    <message>
        <source>Swap background</source>
        <translation>Hintergrund tauschen</translation>
    </message>
    <message>
        <source>Green screen</source>
        <translation>Grüne Leinwand</translation>
    </message>
    <message>
        <source>Key, fill, rim</source>
        <translation>Führung, Füllung, Kante</translation>
    </message>
    <message>
        <source>Window</source>
        <translation>Fenster</translation>
    </message>
    <message>
        <source>Golden hour</source>
        <translation>Goldene Stunde</translation>
    </message>
    <message>
        <source>Moonlight</source>
        <translation>Mondlicht</translation>
    </message>
    <message>
        <source>Directional</source>
        <translation>Gerichtet</translation>
    </message>
    <message>
        <source>Point</source>
        <translation>Punkt</translation>
    </message>
    <message>
        <source>Spot</source>
        <translation>Spot</translation>
    </message>
    <message>
        <source>Area</source>
        <translation>Fläche</translation>
    </message>
    <message>
        <source>Dome</source>
        <translation>Kuppel</translation>
    </message>
    <message>
        <source>From the background</source>
        <translation>Vom Hintergrund</translation>
    </message>
    <message>
        <source>Nuke: EXR and a script</source>
        <translation>Nuke: EXR und ein Skript</translation>
    </message>
    <message>
        <source>Blender: EXR</source>
        <translation>Blender: EXR</translation>
    </message>
    <message>
        <source>Resolve, Fusion: EXR</source>
        <translation>Resolve, Fusion: EXR</translation>
    </message>
    <message>
        <source>EXR folders, one a layer</source>
        <translation>EXR-Ordner, einer je Ebene</translation>
    </message>
    <message>
        <source>PNG, 16 bit</source>
        <translation>PNG, 16 Bit</translation>
    </message>
    <message>
        <source>ProRes 4444 with alpha</source>
        <translation>ProRes 4444 mit Alpha</translation>
    </message>
    <message>
        <source>H.264 review</source>
        <translation>H.264 zur Ansicht</translation>
    </message>
    <message>
        <source>HEVC review</source>
        <translation>HEVC zur Ansicht</translation>
    </message>
    <message>
        <source>Contact sheet</source>
        <translation>Kontaktbogen</translation>
    </message>
    <message>
        <source>One EXR a frame with all layers, and a script that rebuilds the composite</source>
        <translation>Ein EXR je Bild mit allen Ebenen, und ein Skript, das die Komposition nachbaut</translation>
    </message>
    <message>
        <source>One EXR a frame with all layers, for Blender&apos;s compositor</source>
        <translation>Ein EXR je Bild mit allen Ebenen, für den Compositor von Blender</translation>
    </message>
    <message>
        <source>One EXR a frame with all layers, for Resolve and Fusion</source>
        <translation>Ein EXR je Bild mit allen Ebenen, für Resolve und Fusion</translation>
    </message>
    <message>
        <source>A folder of EXR files for each layer, with plain channel names</source>
        <translation>Ein Ordner mit EXR-Dateien je Ebene, mit einfachen Kanalnamen</translation>
    </message>
    <message>
        <source>A 16-bit PNG for each layer and frame</source>
        <translation>Ein PNG mit 16 Bit je Ebene und Bild</translation>
    </message>
    <message>
        <source>A movie of the picture with its alpha</source>
        <translation>Ein Film des Bildes mit seinem Alpha</translation>
    </message>
    <message>
        <source>A movie of the picture for review, with frame numbers in it</source>
        <translation>Ein Film des Bildes zur Ansicht, mit Bildnummern darin</translation>
    </message>
    <message>
        <source>All layers over time on one picture</source>
        <translation>Alle Ebenen über die Zeit auf einem Bild</translation>
    </message>
    <message>
        <source>Matte as edited</source>
        <translation>Maske, bearbeitet</translation>
    </message>
    <message>
        <source>Albedo as graded</source>
        <translation>Albedo, korrigiert</translation>
    </message>
    <message>
        <source>Irradiance as relit</source>
        <translation>Beleuchtung, neu</translation>
    </message>
</context>
<context>
    <name>Docks</name>
    <message>
        <source>Media</source>
        <translation>Medien</translation>
    </message>
    <message>
        <source>Task</source>
        <translation>Aufgabe</translation>
    </message>
    <message>
        <source>Takes</source>
        <translation>Takes</translation>
    </message>
    <message>
        <source>Jobs</source>
        <translation>Aufträge</translation>
    </message>
    <message>
        <source>Timeline</source>
        <translation>Timeline</translation>
    </message>
    <message>
        <source>Inspector</source>
        <translation>Inspektor</translation>
    </message>
    <message>
        <source>History</source>
        <translation>Verlauf</translation>
    </message>
    <message>
        <source>Composite</source>
        <translation>Komposition</translation>
    </message>
    <message>
        <source>Relight</source>
        <translation>Licht</translation>
    </message>
</context>
<context>
    <name>unividx::ui::EditController</name>
    <message>
        <source>Split %1</source>
        <translation>%1 teilen</translation>
    </message>
    <message>
        <source>Delete %1</source>
        <translation>%1 löschen</translation>
    </message>
    <message>
        <source>Ripple delete %1</source>
        <translation>%1 löschen und Lücke schließen</translation>
    </message>
    <message>
        <source>Add marker</source>
        <translation>Marke setzen</translation>
    </message>
    <message>
        <source>Set in</source>
        <translation>In setzen</translation>
    </message>
    <message>
        <source>Set out</source>
        <translation>Out setzen</translation>
    </message>
    <message>
        <source>Clear in and out</source>
        <translation>In und Out löschen</translation>
    </message>
    <message>
        <source>Undo: %1</source>
        <translation>Rückgängig: %1</translation>
    </message>
    <message>
        <source>Undo</source>
        <translation>Rückgängig</translation>
    </message>
    <message>
        <source>Redo: %1</source>
        <translation>Wiederholen: %1</translation>
    </message>
    <message>
        <source>Redo</source>
        <translation>Wiederholen</translation>
    </message>
</context>
<context>
    <name>unividx::ui::ExportDialog</name>
    <message>
        <source>Export %1</source>
        <translation>%1 exportieren</translation>
    </message>
    <message>
        <source>Names of the files</source>
        <translation>Namen der Dateien</translation>
    </message>
    <message>
        <source>Export</source>
        <translation>Exportieren</translation>
    </message>
    <message>
        <source>Folder</source>
        <translation>Ordner</translation>
    </message>
    <message>
        <source>Choose...</source>
        <translation>Auswählen …</translation>
    </message>
    <message>
        <source>Folder of the files</source>
        <translation>Ordner der Dateien</translation>
    </message>
    <message>
        <source>First frame</source>
        <translation>Erstes Bild</translation>
    </message>
    <message>
        <source>Last frame</source>
        <translation>Letztes Bild</translation>
    </message>
    <message>
        <source>to</source>
        <translation>bis</translation>
    </message>
    <message>
        <source>Preset</source>
        <translation>Vorlage</translation>
    </message>
    <message>
        <source>Shot</source>
        <translation>Aufnahme</translation>
    </message>
    <message>
        <source>File names</source>
        <translation>Dateinamen</translation>
    </message>
    <message>
        <source>Frames</source>
        <translation>Bilder</translation>
    </message>
    <message>
        <source>Layers</source>
        <translation>Ebenen</translation>
    </message>
    <message>
        <source>Layers in files</source>
        <translation>Ebenen in Dateien</translation>
    </message>
    <message>
        <source>Bit depth</source>
        <translation>Bittiefe</translation>
    </message>
    <message>
        <source>16 bit half float</source>
        <translation>16 Bit, halbe Gleitkommazahlen</translation>
    </message>
    <message>
        <source>32 bit float</source>
        <translation>32 Bit, Gleitkommazahlen</translation>
    </message>
    <message>
        <source>None</source>
        <translation>Keine</translation>
    </message>
    <message>
        <source>Compression of colour</source>
        <translation>Kompression von Farbe</translation>
    </message>
    <message>
        <source>Compression with data</source>
        <translation>Kompression mit Daten</translation>
    </message>
    <message>
        <source>Channel names</source>
        <translation>Kanalnamen</translation>
    </message>
    <message>
        <source>With the layer&apos;s name</source>
        <translation>Mit dem Namen der Ebene</translation>
    </message>
    <message>
        <source>Plain R, G, B</source>
        <translation>Einfach R, G, B</translation>
    </message>
    <message>
        <source>Store only the part that is not empty</source>
        <translation>Nur den nicht leeren Teil speichern</translation>
    </message>
    <message>
        <source>Data window</source>
        <translation>Datenfenster</translation>
    </message>
    <message>
        <source>Write a script that rebuilds the composite</source>
        <translation>Ein Skript schreiben, das die Komposition nachbaut</translation>
    </message>
    <message>
        <source>Nuke</source>
        <translation>Nuke</translation>
    </message>
    <message>
        <source>8 bit</source>
        <translation>8 Bit</translation>
    </message>
    <message>
        <source>16 bit</source>
        <translation>16 Bit</translation>
    </message>
    <message>
        <source>Quality</source>
        <translation>Qualität</translation>
    </message>
    <message>
        <source>Chroma</source>
        <translation>Farbauflösung</translation>
    </message>
    <message>
        <source>Columns</source>
        <translation>Spalten</translation>
    </message>
    <message>
        <source>Colour space</source>
        <translation>Farbraum</translation>
    </message>
    <message>
        <source>First number</source>
        <translation>Erste Nummer</translation>
    </message>
    <message>
        <source>Digits</source>
        <translation>Stellen</translation>
    </message>
    <message>
        <source>Frame numbers</source>
        <translation>Bildnummern</translation>
    </message>
    <message>
        <source>No layer is chosen.</source>
        <translation>Keine Ebene ist gewählt.</translation>
    </message>
    <message>
        <source>There is no frame between the first and the last.</source>
        <translation>Zwischen dem ersten und dem letzten liegt kein Bild.</translation>
    </message>
    <message>
        <source>The folder needs a whole path.</source>
        <translation>Der Ordner braucht einen vollständigen Pfad.</translation>
    </message>
    <message numerus="yes">
        <source>and %n more</source>
        <translation>
            <numerusform>und %n weitere</numerusform>
            <numerusform>und %n weitere</numerusform>
        </translation>
    </message>
    <message>
        <source>Existing files</source>
        <translation>Vorhandene Dateien</translation>
    </message>
    <message>
        <source>Stop rather than touch them</source>
        <translation>Abbrechen, statt sie anzurühren</translation>
    </message>
    <message>
        <source>Overwrite them</source>
        <translation>Überschreiben</translation>
    </message>
    <message>
        <source>Resume: keep complete frames</source>
        <translation>Fortsetzen: vollständige Bilder behalten</translation>
    </message>
    <message>
        <source>One file per layer</source>
        <translation>Eine Datei je Ebene</translation>
    </message>
    <message>
        <source>All in one file</source>
        <translation>Alle in einer Datei</translation>
    </message>
    <message>
        <source>All in one file, a part each (multi-part)</source>
        <translation>Alle in einer Datei, je ein Teil (Multi-Part)</translation>
    </message>
    <message>
        <source>0 is lossless, 18 is good, 12 has no visible loss</source>
        <translation>0 ist verlustfrei, 18 ist gut, 12 ohne sichtbaren Verlust</translation>
    </message>
    <message>
        <source>Default for the format</source>
        <translation>Vorgabe des Formats</translation>
    </message>
    <message>
        <source>Burn-in text</source>
        <translation>Eingebrannter Text</translation>
    </message>
    <message>
        <source>Start at</source>
        <translation>Beginnen bei</translation>
    </message>
    <message>
        <source>One file: an export that is interrupted starts again from its first frame.</source>
        <translation>Eine Datei: Ein unterbrochener Export beginnt wieder beim ersten Bild.</translation>
    </message>
    <message>
        <source>Handles</source>
        <translation>Anfasser</translation>
    </message>
    <message>
        <source>Frames to write before the first and after the last as well, where the source has them</source>
        <translation>Bilder, die zusätzlich vor dem ersten und nach dem letzten geschrieben werden, soweit die Quelle sie hat</translation>
    </message>
</context>
<context>
    <name>unividx::ui::HelpController</name>
    <message>
        <source>Diagnostics are on the clipboard. They name no files, prompts or media.</source>
        <translation>Die Diagnose liegt in der Zwischenablage. Sie nennt weder Dateien noch Prompts noch Medien.</translation>
    </message>
    <message>
        <source>Log</source>
        <translation>Protokoll</translation>
    </message>
    <message>
        <source>File</source>
        <translation>Datei</translation>
    </message>
    <message>
        <source>Text</source>
        <translation>Text</translation>
    </message>
    <message>
        <source>Nothing has been logged.</source>
        <translation>Es wurde nichts protokolliert.</translation>
    </message>
    <message>
        <source>Copy</source>
        <translation>Kopieren</translation>
    </message>
</context>
<context>
    <name>unividx::ui::HistoryModel</name>
    <message>
        <source>Start</source>
        <translation>Anfang</translation>
    </message>
    <message>
        <source>%1, undone</source>
        <translation>%1, zurückgenommen</translation>
    </message>
</context>
<context>
    <name>unividx::ui::HistoryPanel</name>
    <message>
        <source>History</source>
        <translation>Verlauf</translation>
    </message>
</context>
<context>
    <name>unividx::ui::Inspector</name>
    <message>
        <source>Select a clip to see what it is</source>
        <translation>Einen Clip wählen, um zu sehen, was er ist</translation>
    </message>
    <message>
        <source>Name of the clip</source>
        <translation>Name des Clips</translation>
    </message>
    <message>
        <source>Rename clip</source>
        <translation>Clip umbenennen</translation>
    </message>
    <message>
        <source>Place</source>
        <translation>Stelle</translation>
    </message>
    <message>
        <source>%1 to %2</source>
        <translation>%1 bis %2</translation>
    </message>
    <message>
        <source>Length</source>
        <translation>Länge</translation>
    </message>
    <message numerus="yes">
        <source>%n frame(s)</source>
        <translation>
            <numerusform>%n Bild</numerusform>
            <numerusform>%n Bilder</numerusform>
        </translation>
    </message>
    <message>
        <source>Source</source>
        <translation>Quelle</translation>
    </message>
    <message>
        <source>from %1</source>
        <translation>ab %1</translation>
    </message>
    <message>
        <source>Size</source>
        <translation>Größe</translation>
    </message>
    <message>
        <source>%1 x %2</source>
        <translation>%1 x %2</translation>
    </message>
    <message>
        <source>Rate</source>
        <translation>Rate</translation>
    </message>
    <message>
        <source>%1 fps</source>
        <translation>%1 B/s</translation>
    </message>
    <message>
        <source>Frames</source>
        <translation>Bilder</translation>
    </message>
    <message>
        <source>Sound</source>
        <translation>Ton</translation>
    </message>
    <message>
        <source>yes</source>
        <translation>ja</translation>
    </message>
    <message>
        <source>no</source>
        <translation>nein</translation>
    </message>
    <message>
        <source>File</source>
        <translation>Datei</translation>
    </message>
    <message>
        <source>Task</source>
        <translation>Aufgabe</translation>
    </message>
    <message>
        <source>Take</source>
        <translation>Take</translation>
    </message>
    <message>
        <source>Layers</source>
        <translation>Ebenen</translation>
    </message>
    <message>
        <source>Model</source>
        <translation>Modell</translation>
    </message>
    <message>
        <source>%1, %2, seed %3</source>
        <translation>%1, %2, Startwert %3</translation>
    </message>
    <message>
        <source>Folder</source>
        <translation>Ordner</translation>
    </message>
    <message>
        <source>Frames made</source>
        <translation>Erzeugte Bilder</translation>
    </message>
</context>
<context>
    <name>ItemResults</name>
    <message>
        <source>Matte as edited</source>
        <translation>Maske, bearbeitet</translation>
    </message>
    <message>
        <source>Relit by the model</source>
        <translation>Vom Modell beleuchtet</translation>
    </message>
    <message>
        <source>Harmonised by the model</source>
        <translation>Vom Modell angeglichen</translation>
    </message>
</context>
<context>
    <name>unividx::ui::ItemSettingsDialog</name>
    <message>
        <source>What is dropped on the queue</source>
        <translation>Was in die Warteschlange gelegt wird</translation>
    </message>
    <message>
        <source>Settings of the item</source>
        <translation>Einstellungen des Eintrags</translation>
    </message>
    <message>
        <source>this machine</source>
        <translation>diesem Rechner</translation>
    </message>
    <message>
        <source>the Slurm farm</source>
        <translation>der Slurm-Farm</translation>
    </message>
    <message>
        <source>Choose...</source>
        <translation>Wählen...</translation>
    </message>
    <message>
        <source>Choose the folder of the layers</source>
        <translation>Ordner der Ebenen wählen</translation>
    </message>
    <message>
        <source>beside each clip</source>
        <translation>neben jedem Clip</translation>
    </message>
    <message>
        <source>Folder of the layers</source>
        <translation>Ordner der Ebenen</translation>
    </message>
    <message>
        <source>Make</source>
        <translation>Herstellen</translation>
    </message>
    <message>
        <source>Quality</source>
        <translation>Qualität</translation>
    </message>
    <message>
        <source>Model</source>
        <translation>Modell</translation>
    </message>
    <message>
        <source>Device</source>
        <translation>Gerät</translation>
    </message>
    <message>
        <source>Seed</source>
        <translation>Startwert</translation>
    </message>
    <message>
        <source>Prompt</source>
        <translation>Prompt</translation>
    </message>
    <message>
        <source>Negative prompt</source>
        <translation>Negativer Prompt</translation>
    </message>
    <message>
        <source>Layers to</source>
        <translation>Ebenen nach</translation>
    </message>
    <message>
        <source>Runs on</source>
        <translation>Läuft auf</translation>
    </message>
    <message numerus="yes">
        <source>%n step(s)</source>
        <translation>
            <numerusform>%n Schritt</numerusform>
            <numerusform>%n Schritte</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>unividx::ui::JobsPanel</name>
    <message>
        <source>Priority</source>
        <translation>Priorität</translation>
    </message>
    <message>
        <source>Higher runs first; 0 is usual</source>
        <translation>Höhere kommen zuerst; 0 ist üblich</translation>
    </message>
    <message>
        <source>Hold until</source>
        <translation>Zurückhalten bis</translation>
    </message>
    <message>
        <source>Not before</source>
        <translation>Nicht vor</translation>
    </message>
    <message>
        <source>No hold</source>
        <translation>Nicht zurückhalten</translation>
    </message>
    <message>
        <source>How many at a time</source>
        <translation>Wie viele zugleich</translation>
    </message>
    <message>
        <source>Accelerator</source>
        <translation>Rechenwerk</translation>
    </message>
    <message>
        <source>Export</source>
        <translation>Export</translation>
    </message>
    <message>
        <source>Farm</source>
        <translation>Farm</translation>
    </message>
    <message>
        <source>Log of %1</source>
        <translation>Protokoll von %1</translation>
    </message>
    <message>
        <source>Log</source>
        <translation>Protokoll</translation>
    </message>
    <message>
        <source>It has not run yet</source>
        <translation>Er ist noch nicht gelaufen</translation>
    </message>
    <message>
        <source>Pause</source>
        <translation>Anhalten</translation>
    </message>
    <message>
        <source>Resume</source>
        <translation>Fortsetzen</translation>
    </message>
    <message>
        <source>Cancel</source>
        <translation>Abbrechen</translation>
    </message>
    <message>
        <source>Try again</source>
        <translation>Noch einmal versuchen</translation>
    </message>
    <message>
        <source>Duplicate</source>
        <translation>Verdoppeln</translation>
    </message>
    <message>
        <source>Earlier</source>
        <translation>Früher</translation>
    </message>
    <message>
        <source>Later</source>
        <translation>Später</translation>
    </message>
    <message>
        <source>To the front</source>
        <translation>Nach vorn</translation>
    </message>
    <message>
        <source>Priority...</source>
        <translation>Priorität...</translation>
    </message>
    <message>
        <source>Hold until...</source>
        <translation>Zurückhalten bis...</translation>
    </message>
    <message>
        <source>Settings...</source>
        <translation>Einstellungen...</translation>
    </message>
    <message>
        <source>What is made of a clip that is dropped here</source>
        <translation>Was aus einem Clip gemacht wird, der hier abgelegt wird</translation>
    </message>
    <message>
        <source>Settings of what is dropped...</source>
        <translation>Einstellungen für das, was abgelegt wird...</translation>
    </message>
    <message>
        <source>More</source>
        <translation>Mehr</translation>
    </message>
    <message>
        <source>Run the queue</source>
        <translation>Warteschlange abarbeiten</translation>
    </message>
    <message>
        <source>Run what waits, one after another, each in a process of its own</source>
        <translation>Was wartet, nacheinander ausführen, jedes in einem eigenen Prozess</translation>
    </message>
    <message>
        <source>The queue cannot be used: %1</source>
        <translation>Die Warteschlange ist nicht benutzbar: %1</translation>
    </message>
    <message>
        <source>How many at a time...</source>
        <translation>Wie viele zugleich...</translation>
    </message>
    <message>
        <source>Remove all that is finished</source>
        <translation>Alles Fertige entfernen</translation>
    </message>
    <message>
        <source>Drop clips, folders and projects here</source>
        <translation>Clips, Ordner und Projekte hier ablegen</translation>
    </message>
    <message>
        <source>They are kept until they are done, whatever happens to this window.</source>
        <translation>Sie bleiben erhalten, bis sie fertig sind, was immer mit diesem Fenster geschieht.</translation>
    </message>
    <message>
        <source>Start now</source>
        <translation>Jetzt starten</translation>
    </message>
    <message>
        <source>Show the result</source>
        <translation>Ergebnis zeigen</translation>
    </message>
    <message>
        <source>Open</source>
        <translation>Öffnen</translation>
    </message>
    <message>
        <source>Show in folder</source>
        <translation>Im Ordner zeigen</translation>
    </message>
    <message>
        <source>Copy path</source>
        <translation>Pfad kopieren</translation>
    </message>
    <message>
        <source>Run again</source>
        <translation>Noch einmal ausführen</translation>
    </message>
    <message>
        <source>Remove from the list</source>
        <translation>Aus der Liste nehmen</translation>
    </message>
    <message>
        <source>Jobs</source>
        <translation>Aufträge</translation>
    </message>
    <message>
        <source>Hold the queue</source>
        <translation>Warteschlange anhalten</translation>
    </message>
    <message>
        <source>What runs is finished; nothing else begins until the queue is run again</source>
        <translation>Was läuft, wird beendet; nichts anderes beginnt, bis die Warteschlange wieder läuft</translation>
    </message>
</context>
<context>
    <name>Layers</name>
    <message>
        <source>Shot</source>
        <translation>Aufnahme</translation>
    </message>
    <message>
        <source>Albedo x irradiance</source>
        <translation>Albedo x Beleuchtung</translation>
    </message>
</context>
<context>
    <name>unividx::ui::LayersPanel</name>
    <message>
        <source>Takes</source>
        <translation>Takes</translation>
    </message>
    <message>
        <source>Compare what is shown with this take, in a wipe</source>
        <translation>Das Gezeigte mit diesem Take vergleichen, in einer Wischblende</translation>
    </message>
    <message>
        <source>Rename</source>
        <translation>Umbenennen</translation>
    </message>
    <message>
        <source>Copy the settings back to the task</source>
        <translation>Die Einstellungen in die Aufgabe zurückkopieren</translation>
    </message>
    <message>
        <source>Show the folder</source>
        <translation>Ordner zeigen</translation>
    </message>
    <message>
        <source>Copy settings of take</source>
        <translation>Einstellungen des Takes kopieren</translation>
    </message>
    <message>
        <source>What is made of a clip is listed here, newest first</source>
        <translation>Hier steht, was aus einem Clip gemacht wurde, das Neueste zuerst</translation>
    </message>
    <message>
        <source>Use it</source>
        <translation>Verwenden</translation>
    </message>
    <message>
        <source>Composites, the timeline&apos;s pictures and exports are made of the new take from now on; undo goes back</source>
        <translation>Composites, die Bilder der Timeline und Exporte entstehen ab jetzt aus dem neuen Take; Rückgängig führt zurück</translation>
    </message>
    <message>
        <source>Use this take</source>
        <translation>Diesen Take verwenden</translation>
    </message>
    <message>
        <source>Remove from the project; the files stay, and undo brings it back</source>
        <translation>Aus dem Projekt nehmen; die Dateien bleiben, und Rückgängig bringt ihn zurück</translation>
    </message>
    <message>
        <source>Delete from the disk...</source>
        <translation>Vom Datenträger löschen …</translation>
    </message>
    <message>
        <source>Remove take</source>
        <translation>Take entfernen</translation>
    </message>
    <message>
        <source>New take ready: %1</source>
        <translation>Neuer Take fertig: %1</translation>
    </message>
    <message>
        <source>Keep %1</source>
        <translation>%1 behalten</translation>
    </message>
    <message>
        <source>On disk: this clip %1, the project %2</source>
        <translation>Auf dem Datenträger: dieser Clip %1, das Projekt %2</translation>
    </message>
</context>
<context>
    <name>unividx::ui::LightTool</name>
    <message>
        <source>Move light</source>
        <translation>Licht bewegen</translation>
    </message>
    <message>
        <source>%1, %2 heights out</source>
        <translation>%1, %2 Bildhöhen weit draußen</translation>
    </message>
    <message>
        <source>%1&apos;s target</source>
        <translation>Ziel von %1</translation>
    </message>
</context>
<context>
    <name>unividx::ui::LightsModel</name>
    <message>
        <source>%1, %2</source>
        <translation>%1, %2</translation>
    </message>
    <message>
        <source>Solo of %1</source>
        <translation>Solo von %1</translation>
    </message>
    <message>
        <source>Mute of %1</source>
        <translation>Stumm von %1</translation>
    </message>
    <message>
        <source>Light</source>
        <translation>Licht</translation>
    </message>
    <message>
        <source>Solo</source>
        <translation>Solo</translation>
    </message>
    <message>
        <source>Mute</source>
        <translation>Aus</translation>
    </message>
    <message>
        <source>Rename light</source>
        <translation>Licht umbenennen</translation>
    </message>
    <message>
        <source>Solo light</source>
        <translation>Licht solo</translation>
    </message>
    <message>
        <source>End solo</source>
        <translation>Solo beenden</translation>
    </message>
    <message>
        <source>Mute light</source>
        <translation>Licht aus</translation>
    </message>
    <message>
        <source>Light on</source>
        <translation>Licht an</translation>
    </message>
    <message>
        <source>Only lights on solo shine (S)</source>
        <translation>Nur Lichter auf Solo leuchten (S)</translation>
    </message>
    <message>
        <source>A muted light does not shine (M)</source>
        <translation>Ein stummes Licht leuchtet nicht (M)</translation>
    </message>
</context>
<context>
    <name>unividx::ui::MatteForm</name>
    <message>
        <source>Garbage</source>
        <translation>Abfall</translation>
    </message>
    <message>
        <source>Draw a shape in which nothing is kept: click corners, drag curves, Enter closes it</source>
        <translation>Eine Form zeichnen, in der nichts bleibt: Ecken klicken, Kurven ziehen, Eingabe schließt sie</translation>
    </message>
    <message>
        <source>Holdout</source>
        <translation>Halten</translation>
    </message>
    <message>
        <source>Draw a shape in which all is kept: click corners, drag curves, Enter closes it</source>
        <translation>Eine Form zeichnen, in der alles bleibt: Ecken klicken, Kurven ziehen, Eingabe schließt sie</translation>
    </message>
    <message>
        <source>Keep</source>
        <translation>Behalten</translation>
    </message>
    <message>
        <source>Paint what is kept; Ctrl and the wheel change the size</source>
        <translation>Malen, was bleibt; Strg und das Rad ändern die Größe</translation>
    </message>
    <message>
        <source>Remove</source>
        <translation>Entfernen</translation>
    </message>
    <message>
        <source>Paint what is removed; Ctrl and the wheel change the size</source>
        <translation>Malen, was entfernt wird; Strg und das Rad ändern die Größe</translation>
    </message>
    <message>
        <source>Soft</source>
        <translation>Weich</translation>
    </message>
    <message>
        <source>Paint where the edge is soft; Ctrl and the wheel change the size</source>
        <translation>Malen, wo die Kante weich ist; Strg und das Rad ändern die Größe</translation>
    </message>
    <message>
        <source>Brush radius</source>
        <translation>Pinsel: Radius</translation>
    </message>
    <message>
        <source>Brush hardness</source>
        <translation>Pinsel: Härte</translation>
    </message>
    <message>
        <source>Brush strength</source>
        <translation>Pinsel: Stärke</translation>
    </message>
    <message>
        <source>Feather of the shape</source>
        <translation>Weiche Kante der Form</translation>
    </message>
    <message>
        <source>The shape is about what lies outside of it</source>
        <translation>Die Form meint, was außerhalb von ihr liegt</translation>
    </message>
    <message>
        <source>Remove the shape</source>
        <translation>Form entfernen</translation>
    </message>
    <message>
        <source>Remove the strokes of this frame</source>
        <translation>Striche dieses Bildes entfernen</translation>
    </message>
    <message>
        <source>Publish and lock the matte</source>
        <translation>Maske ausgeben und sperren</translation>
    </message>
    <message>
        <source>Makes the matte as it is edited a layer and locks it, with the shot: a run then makes foreground and background anew from it</source>
        <translation>Macht die bearbeitete Maske zu einer Ebene und sperrt sie, zusammen mit der Aufnahme: ein Lauf macht dann Vordergrund und Hintergrund neu daraus</translation>
    </message>
    <message>
        <source>Invert shape</source>
        <translation>Form umkehren</translation>
    </message>
    <message>
        <source>Feather of a shape</source>
        <translation>Weiche Kante einer Form</translation>
    </message>
    <message numerus="yes">
        <source>%n shape(s)</source>
        <translation>
            <numerusform>%n Form</numerusform>
            <numerusform>%n Formen</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n stroke(s)</source>
        <translation>
            <numerusform>%n Strich</numerusform>
            <numerusform>%n Striche</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>unividx::ui::MatteTool</name>
    <message>
        <source>Remove shape</source>
        <translation>Form entfernen</translation>
    </message>
    <message>
        <source>Remove strokes of a frame</source>
        <translation>Striche eines Bildes entfernen</translation>
    </message>
    <message>
        <source>Garbage shape</source>
        <translation>Abfallform</translation>
    </message>
    <message>
        <source>Holdout shape</source>
        <translation>Halteform</translation>
    </message>
    <message>
        <source>Remove point</source>
        <translation>Punkt entfernen</translation>
    </message>
    <message>
        <source>Move point</source>
        <translation>Punkt bewegen</translation>
    </message>
    <message>
        <source>Brush stroke</source>
        <translation>Pinselstrich</translation>
    </message>
</context>
<context>
    <name>unividx::ui::MediaImporter</name>
    <message>
        <source>%1 (assumed)</source>
        <translation>%1 (angenommen)</translation>
    </message>
</context>
<context>
    <name>unividx::ui::MediaPool</name>
    <message>
        <source>Imported</source>
        <translation>Importiert</translation>
    </message>
    <message>
        <source>Queued</source>
        <translation>Eingereiht</translation>
    </message>
    <message>
        <source>Running</source>
        <translation>Läuft</translation>
    </message>
    <message>
        <source>Layers ready</source>
        <translation>Ebenen fertig</translation>
    </message>
    <message>
        <source>Failed</source>
        <translation>Fehlgeschlagen</translation>
    </message>
    <message>
        <source>Missing</source>
        <translation>Fehlt</translation>
    </message>
    <message numerus="yes">
        <source>, %n note(s)</source>
        <translation>
            <numerusform>, %n Hinweis</numerusform>
            <numerusform>, %n Hinweise</numerusform>
        </translation>
    </message>
    <message>
        <source>Drop movies, pictures or folders here</source>
        <translation>Filme, Bilder oder Ordner hier ablegen</translation>
    </message>
    <message>
        <source>Media pool</source>
        <translation>Medien</translation>
    </message>
    <message>
        <source>Notes on the chosen file</source>
        <translation>Hinweise zur gewählten Datei</translation>
    </message>
    <message>
        <source>Put on the timeline</source>
        <translation>Auf die Timeline legen</translation>
    </message>
    <message>
        <source>Relink to another file...</source>
        <translation>Mit einer anderen Datei verknüpfen …</translation>
    </message>
    <message>
        <source>Remove from the project; the file stays</source>
        <translation>Aus dem Projekt nehmen; die Datei bleibt</translation>
    </message>
    <message>
        <source>Relink %1</source>
        <translation>%1 neu verknüpfen</translation>
    </message>
    <message>
        <source>Remove %1</source>
        <translation>%1 entfernen</translation>
    </message>
    <message>
        <source>Import %1</source>
        <translation>%1 importieren</translation>
    </message>
    <message>
        <source>Colour space</source>
        <translation>Farbraum</translation>
    </message>
    <message>
        <source>As the file says</source>
        <translation>Wie in der Datei angegeben</translation>
    </message>
</context>
<context>
    <name>unividx::ui::MediaPoolModel</name>
    <message>
        <source>Thumbnail: the file itself, without layers or nodes</source>
        <translation>Vorschaubild: die Datei selbst, ohne Ebenen und Knoten</translation>
    </message>
    <message>
        <source>%1, %2, %3</source>
        <translation>%1, %2, %3</translation>
    </message>
    <message>
        <source>%1 x %2, %3 fps, %4 frames</source>
        <translation>%1 x %2, %3 B/s, %4 Bilder</translation>
    </message>
    <message>
        <source>Colour: %1</source>
        <translation>Farbe: %1</translation>
    </message>
    <message>
        <source>Colour: %1 (chosen)</source>
        <translation>Farbe: %1 (gewählt)</translation>
    </message>
</context>
<context>
    <name>Menus</name>
    <message>
        <source>&amp;File</source>
        <translation>&amp;Datei</translation>
    </message>
    <message>
        <source>&amp;Edit</source>
        <translation>&amp;Bearbeiten</translation>
    </message>
    <message>
        <source>&amp;View</source>
        <translation>A&amp;nsicht</translation>
    </message>
    <message>
        <source>&amp;Play</source>
        <translation>&amp;Wiedergabe</translation>
    </message>
    <message>
        <source>&amp;Run</source>
        <translation>&amp;Starten</translation>
    </message>
    <message>
        <source>&amp;Help</source>
        <translation>&amp;Hilfe</translation>
    </message>
    <message>
        <source>Open &amp;recent</source>
        <translation>&amp;Zuletzt geöffnet</translation>
    </message>
</context>
<context>
    <name>unividx::ui::NodesModel</name>
    <message>
        <source>%1, bypassed</source>
        <translation>%1, übergangen</translation>
    </message>
    <message>
        <source>Bypass node</source>
        <translation>Knoten übergehen</translation>
    </message>
    <message>
        <source>Use node</source>
        <translation>Knoten benutzen</translation>
    </message>
    <message>
        <source>Rename node</source>
        <translation>Knoten umbenennen</translation>
    </message>
    <message>
        <source>Move node</source>
        <translation>Knoten verschieben</translation>
    </message>
</context>
<context>
    <name>unividx::ui::NumberForm</name>
    <message>
        <source>Drag to the side to change it; with Shift ten times as far, with Ctrl a tenth</source>
        <translation>Zur Seite ziehen, um es zu ändern; mit Umschalt zehnmal so weit, mit Strg ein Zehntel</translation>
    </message>
    <message>
        <source>Key of %1 at this frame</source>
        <translation>Schlüssel von %1 an diesem Bild</translation>
    </message>
    <message numerus="yes">
        <source>%n key(s); right click for how it goes on</source>
        <translation>
            <numerusform>%n Schlüssel; Rechtsklick dafür, wie es weitergeht</numerusform>
            <numerusform>%n Schlüssel; Rechtsklick dafür, wie es weitergeht</numerusform>
        </translation>
    </message>
    <message>
        <source>Make a key of %1 at this frame</source>
        <translation>Einen Schlüssel von %1 an diesem Bild setzen</translation>
    </message>
    <message>
        <source>Smooth to the next key</source>
        <translation>Sanft zum nächsten Schlüssel</translation>
    </message>
    <message>
        <source>Linear to the next key</source>
        <translation>Gleichmäßig zum nächsten Schlüssel</translation>
    </message>
    <message>
        <source>Hold until the next key</source>
        <translation>Bis zum nächsten Schlüssel halten</translation>
    </message>
    <message>
        <source>Remove the key</source>
        <translation>Schlüssel entfernen</translation>
    </message>
</context>
<context>
    <name>unividx::ui::PreferencesDialog</name>
    <message>
        <source> MB</source>
        <translation> MB</translation>
    </message>
    <message>
        <source>Cache of frames</source>
        <translation>Speicher für Bilder</translation>
    </message>
    <message>
        <source>Cache of thumbnails</source>
        <translation>Speicher für Vorschaubilder</translation>
    </message>
    <message>
        <source>OpenGL</source>
        <translation>OpenGL</translation>
    </message>
    <message>
        <source>Drawing of the viewer</source>
        <translation>Zeichnen im Viewer</translation>
    </message>
    <message>
        <source>Language</source>
        <translation>Sprache</translation>
    </message>
    <message>
        <source>Preferences</source>
        <translation>Einstellungen</translation>
    </message>
    <message>
        <source>Frames in memory</source>
        <translation>Bilder im Speicher</translation>
    </message>
    <message>
        <source>Thumbnails in memory</source>
        <translation>Vorschaubilder im Speicher</translation>
    </message>
    <message>
        <source>Viewer</source>
        <translation>Viewer</translation>
    </message>
    <message>
        <source>Drawing</source>
        <translation>Zeichnen</translation>
    </message>
    <message>
        <source>Cache sizes and language take effect at the next start.</source>
        <translation>Speichergrößen und Sprache gelten ab dem nächsten Start.</translation>
    </message>
    <message>
        <source>With a sound</source>
        <translation>Mit einem Ton</translation>
    </message>
    <message>
        <source>Queue</source>
        <translation>Warteschlange</translation>
    </message>
    <message>
        <source>Smooth scaling when zoomed out</source>
        <translation>Verkleinerte Bilder glätten</translation>
    </message>
    <message>
        <source>Show the pixel values under the pointer</source>
        <translation>Pixelwerte unter dem Zeiger anzeigen</translation>
    </message>
    <message>
        <source>Loop playback</source>
        <translation>Wiedergabe wiederholen</translation>
    </message>
    <message>
        <source>Desktop notification when the queue has finished</source>
        <translation>Den Desktop benachrichtigen, wenn die Warteschlange fertig ist</translation>
    </message>
    <message>
        <source>Automatic</source>
        <translation>Automatisch</translation>
    </message>
    <message>
        <source>Software</source>
        <translation>Software</translation>
    </message>
    <message>
        <source>System language</source>
        <translation>Sprache des Systems</translation>
    </message>
    <message>
        <source> min</source>
        <translation> min</translation>
    </message>
    <message>
        <source>Not at all</source>
        <translation>Gar nicht</translation>
    </message>
    <message>
        <source>The next run begins sooner while the model is in memory; other programs have the memory sooner when it is not</source>
        <translation>Solange das Modell im Speicher ist, beginnt der nächste Lauf schneller; andernfalls steht der Speicher anderen Programmen früher zur Verfügung</translation>
    </message>
    <message>
        <source>Minutes for which an idle worker keeps its model</source>
        <translation>Minuten, für die ein untätiger Arbeitsprozess sein Modell behält</translation>
    </message>
    <message>
        <source>Keep an idle model for</source>
        <translation>Untätiges Modell behalten</translation>
    </message>
</context>
<context>
    <name>unividx::ui::PreviewStrip</name>
    <message>
        <source>Latest frame %1</source>
        <translation>Neuestes Bild %1</translation>
    </message>
</context>
<context>
    <name>unividx::ui::ProjectController</name>
    <message>
        <source>Add %1</source>
        <translation>%1 hinzufügen</translation>
    </message>
    <message>
        <source>Untitled</source>
        <translation>Unbenannt</translation>
    </message>
    <message>
        <source> (read only)</source>
        <translation> (nur lesen)</translation>
    </message>
    <message>
        <source>UniVidX projects (*.uvx)</source>
        <translation>UniVidX-Projekte (*.uvx)</translation>
    </message>
    <message>
        <source>OpenTimelineIO (*.otio)</source>
        <translation>OpenTimelineIO (*.otio)</translation>
    </message>
    <message>
        <source>Open project</source>
        <translation>Projekt öffnen</translation>
    </message>
    <message>
        <source>Import media</source>
        <translation>Medien importieren</translation>
    </message>
    <message>
        <source>Import timeline</source>
        <translation>Timeline importieren</translation>
    </message>
    <message>
        <source>Export timeline</source>
        <translation>Timeline exportieren</translation>
    </message>
    <message>
        <source>Exported %1</source>
        <translation>%1 exportiert</translation>
    </message>
    <message>
        <source>Choose the input</source>
        <translation>Die Eingabe wählen</translation>
    </message>
    <message>
        <source>Opening %1</source>
        <translation>%1 wird geöffnet</translation>
    </message>
    <message>
        <source>Opened %1</source>
        <translation>%1 geöffnet</translation>
    </message>
    <message>
        <source>Import %1</source>
        <translation>%1 importieren</translation>
    </message>
    <message>
        <source>Imported with losses</source>
        <translation>Mit Verlusten importiert</translation>
    </message>
    <message numerus="yes">
        <source>%n thing(s) of the timeline could not be kept.</source>
        <translation>
            <numerusform>%n Sache der Timeline konnte nicht behalten werden.</numerusform>
            <numerusform>%n Sachen der Timeline konnten nicht behalten werden.</numerusform>
        </translation>
    </message>
    <message>
        <source>Recover</source>
        <translation>Wiederherstellen</translation>
    </message>
    <message>
        <source>Unsaved changes</source>
        <translation>Nicht gespeicherte Änderungen</translation>
    </message>
    <message>
        <source>The project has changes that are not saved.</source>
        <translation>Das Projekt hat Änderungen, die nicht gespeichert sind.</translation>
    </message>
    <message>
        <source>Save project</source>
        <translation>Projekt speichern</translation>
    </message>
    <message>
        <source>Saved %1</source>
        <translation>%1 gespeichert</translation>
    </message>
    <message>
        <source>%1 cannot be opened.</source>
        <translation>%1 kann nicht geöffnet werden.</translation>
    </message>
    <message>
        <source>There is no earlier save beside it that can be read.</source>
        <translation>Daneben liegt kein früherer Stand, der sich lesen lässt.</translation>
    </message>
    <message>
        <source>An earlier save of it, %1, can be opened instead. The damaged file stays as it is until you save.</source>
        <translation>Stattdessen kann ein früherer Stand (%1) geöffnet werden. Die beschädigte Datei bleibt, wie sie ist, bis Sie speichern.</translation>
    </message>
    <message>
        <source>Open the earlier save</source>
        <translation>Früheren Stand öffnen</translation>
    </message>
    <message>
        <source>Open an earlier save</source>
        <translation>Früheren Stand öffnen</translation>
    </message>
    <message>
        <source>There is no autosave in this session</source>
        <translation>In dieser Sitzung wird nicht automatisch gespeichert</translation>
    </message>
    <message>
        <source>Save often, or mend the folder and start again.</source>
        <translation>Speichern Sie oft, oder bringen Sie den Ordner in Ordnung und starten Sie neu.</translation>
    </message>
    <message>
        <source>Save</source>
        <translation>Speichern</translation>
    </message>
    <message>
        <source>The autosave failed</source>
        <translation>Das automatische Speichern ist fehlgeschlagen</translation>
    </message>
    <message>
        <source>A crash would lose what was edited since the last save. It is tried again in a minute.</source>
        <translation>Bei einem Absturz ginge verloren, was seit dem letzten Speichern bearbeitet wurde. In einer Minute wird es noch einmal versucht.</translation>
    </message>
    <message>
        <source>%1 was not saved</source>
        <translation>%1 wurde nicht gespeichert</translation>
    </message>
    <message>
        <source>The project is unchanged in this window. Make room on the disk, or save it in another place.</source>
        <translation>Das Projekt ist in diesem Fenster unverändert. Schaffen Sie Platz auf dem Datenträger, oder speichern Sie es an einem anderen Ort.</translation>
    </message>
    <message>
        <source>Save as...</source>
        <translation>Speichern unter …</translation>
    </message>
    <message>
        <source>%1 uses layers of another project</source>
        <translation>%1 verwendet Ebenen eines anderen Projekts</translation>
    </message>
    <message>
        <source>The layers made so far stay where they are, and both projects use them. New ones go to %1. Collect project copies everything into one folder.</source>
        <translation>Die bisherigen Ebenen bleiben, wo sie sind, und beide Projekte verwenden sie. Neue kommen nach %1. „Projekt sammeln“ kopiert alles in einen Ordner.</translation>
    </message>
    <message>
        <source>Collect project...</source>
        <translation>Projekt sammeln …</translation>
    </message>
    <message numerus="yes">
        <source>%n file(s) were not imported</source>
        <translation>
            <numerusform>%n Datei wurde nicht importiert</numerusform>
            <numerusform>%n Dateien wurden nicht importiert</numerusform>
        </translation>
    </message>
    <message>
        <source>Choose files that can be read, or convert them first.</source>
        <translation>Wählen Sie lesbare Dateien, oder wandeln Sie sie vorher um.</translation>
    </message>
    <message>
        <source>Choose other files...</source>
        <translation>Andere Dateien wählen …</translation>
    </message>
    <message>
        <source>%1 is open in another window, so it is open read only here. Save it under another name to edit it.</source>
        <translation>%1 ist in einem anderen Fenster geöffnet und hier daher schreibgeschützt. Zum Bearbeiten unter einem anderen Namen speichern.</translation>
    </message>
    <message>
        <source>It is open in another window.</source>
        <translation>Es ist in einem anderen Fenster geöffnet.</translation>
    </message>
</context>
<context>
    <name>unividx::ui::ProjectModel</name>
    <message>
        <source>This project is open read only. Save it under another name to edit it.</source>
        <translation>Dieses Projekt ist nur zum Lesen geöffnet. Zum Bearbeiten unter anderem Namen speichern.</translation>
    </message>
</context>
<context>
    <name>unividx::ui::QueueModel</name>
    <message>
        <source>Paused</source>
        <translation>Angehalten</translation>
    </message>
    <message>
        <source>Running</source>
        <translation>Läuft</translation>
    </message>
    <message>
        <source>Done</source>
        <translation>Fertig</translation>
    </message>
    <message>
        <source>Failed</source>
        <translation>Gescheitert</translation>
    </message>
    <message>
        <source>Cancelled</source>
        <translation>Abgebrochen</translation>
    </message>
    <message>
        <source>farm</source>
        <translation>Farm</translation>
    </message>
    <message>
        <source>export</source>
        <translation>Export</translation>
    </message>
    <message>
        <source>priority %1</source>
        <translation>Priorität %1</translation>
    </message>
    <message>
        <source>not before %1</source>
        <translation>nicht vor %1</translation>
    </message>
    <message>
        <source>pausing</source>
        <translation>hält an</translation>
    </message>
    <message>
        <source>cancelling</source>
        <translation>bricht ab</translation>
    </message>
    <message>
        <source>step %1 of %2</source>
        <translation>Schritt %1 von %2</translation>
    </message>
    <message>
        <source>%1 frames in %2</source>
        <translation>%1 Bilder in %2</translation>
    </message>
    <message>
        <source>%1 of %2 frames</source>
        <translation>%1 von %2 Bildern</translation>
    </message>
    <message>
        <source>about %1 left</source>
        <translation>noch etwa %1</translation>
    </message>
    <message numerus="yes">
        <source>%n running</source>
        <translation>
            <numerusform>%n läuft</numerusform>
            <numerusform>%n laufen</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n waiting</source>
        <translation>
            <numerusform>%n wartet</numerusform>
            <numerusform>%n warten</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n paused</source>
        <translation>
            <numerusform>%n angehalten</numerusform>
            <numerusform>%n angehalten</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n done</source>
        <translation>
            <numerusform>%n fertig</numerusform>
            <numerusform>%n fertig</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n failed</source>
        <translation>
            <numerusform>%n gescheitert</numerusform>
            <numerusform>%n gescheitert</numerusform>
        </translation>
    </message>
    <message>
        <source>about %1, until %2</source>
        <translation>etwa %1, bis %2</translation>
    </message>
    <message>
        <source>To %1</source>
        <translation>Nach %1</translation>
    </message>
    <message>
        <source>Export</source>
        <translation>Export</translation>
    </message>
    <message>
        <source>Queued</source>
        <translation>Eingereiht</translation>
    </message>
    <message>
        <source>Held</source>
        <translation>Zurückgehalten</translation>
    </message>
    <message>
        <source>Interrupted</source>
        <translation>Unterbrochen</translation>
    </message>
    <message>
        <source>Quarantined</source>
        <translation>In Quarantäne</translation>
    </message>
    <message>
        <source>Compositing and writing</source>
        <translation>Compositing und Schreiben</translation>
    </message>
    <message>
        <source>the program ended while it ran; press Resume to go on</source>
        <translation>das Programm endete währenddessen; weiter mit „Fortsetzen“</translation>
    </message>
</context>
<context>
    <name>unividx::ui::RecoveryController</name>
    <message>
        <source>an unsaved project</source>
        <translation>ein nicht gespeichertes Projekt</translation>
    </message>
    <message>
        <source>Recover</source>
        <translation>Wiederherstellen</translation>
    </message>
    <message>
        <source>It cannot be read: %1</source>
        <translation>Es ist nicht lesbar: %1</translation>
    </message>
    <message>
        <source>It differs from the saved project: %1.</source>
        <translation>Unterschied zum gespeicherten Projekt: %1.</translation>
    </message>
    <message>
        <source>Not now</source>
        <translation>Jetzt nicht</translation>
    </message>
    <message>
        <source>Delete it</source>
        <translation>Löschen</translation>
    </message>
    <message>
        <source>Forget it</source>
        <translation>Vergessen</translation>
    </message>
    <message>
        <source>UniVidX Studio ended without closing %1. It was last saved automatically %2.</source>
        <translation>UniVidX Studio endete, ohne %1 zu schließen. Zuletzt automatisch gesichert: %2.</translation>
    </message>
    <message>
        <source>Resume</source>
        <translation>Fortsetzen</translation>
    </message>
    <message>
        <source>%1 was interrupted; press Resume in the jobs panel</source>
        <translation>%1 wurde unterbrochen; weiter mit „Fortsetzen“ unter Aufträge</translation>
    </message>
    <message>
        <source>A run on %1 was interrupted; %2 of its %3 frames are done.</source>
        <translation>Ein Lauf mit %1 wurde unterbrochen; %2 von %3 Bildern sind fertig.</translation>
    </message>
</context>
<context>
    <name>unividx::ui::RelightPanel</name>
    <message>
        <source>Lights</source>
        <translation>Lichter</translation>
    </message>
    <message>
        <source>Light</source>
        <translation>Licht</translation>
    </message>
    <message>
        <source>Add a light</source>
        <translation>Ein Licht hinzufügen</translation>
    </message>
    <message>
        <source>Preset</source>
        <translation>Vorlage</translation>
    </message>
    <message>
        <source>Take lights that go together</source>
        <translation>Lichter nehmen, die zusammengehören</translation>
    </message>
    <message>
        <source>Remove light</source>
        <translation>Licht entfernen</translation>
    </message>
    <message>
        <source>Keep original light</source>
        <translation>Ursprüngliches Licht behalten</translation>
    </message>
    <message>
        <source>How deep the scene is, is not known: these lights cast no shadows. A render by the model has them.</source>
        <translation>Wie tief die Szene ist, ist nicht bekannt: diese Lichter werfen keine Schatten. Ein Rendern durch das Modell hat sie.</translation>
    </message>
    <message>
        <source>Keep the shot&apos;s own detail (ratio transfer)</source>
        <translation>Die Zeichnung der Aufnahme behalten (Verhältnisse übertragen)</translation>
    </message>
    <message>
        <source>The shot times what the new light makes of the model&apos;s picture, at full size; else the model&apos;s own picture</source>
        <translation>Die Aufnahme mal dem, was das neue Licht aus dem Bild des Modells macht, in voller Größe; sonst das Bild des Modells selbst</translation>
    </message>
    <message>
        <source>Render with model</source>
        <translation>Mit dem Modell rendern</translation>
    </message>
    <message>
        <source>Swap background...</source>
        <translation>Hintergrund tauschen …</translation>
    </message>
    <message>
        <source>Harmonise with model</source>
        <translation>Mit dem Modell angleichen</translation>
    </message>
    <message>
        <source>Choose the background</source>
        <translation>Hintergrund auswählen</translation>
    </message>
    <message>
        <source>Add light</source>
        <translation>Licht hinzufügen</translation>
    </message>
    <message>
        <source>Lights %1</source>
        <translation>Lichter %1</translation>
    </message>
    <message>
        <source>Background %1</source>
        <translation>Hintergrund %1</translation>
    </message>
    <message>
        <source>%1 %</source>
        <translation>%1 %</translation>
    </message>
    <message>
        <source>Even sky; choose a panorama...</source>
        <translation>Gleichmäßiger Himmel; Panorama auswählen …</translation>
    </message>
    <message>
        <source>Panorama of the dome</source>
        <translation>Panorama der Kuppel</translation>
    </message>
    <message>
        <source>Change %1</source>
        <translation>%1 ändern</translation>
    </message>
    <message>
        <source>Key of %1</source>
        <translation>Schlüssel von %1</translation>
    </message>
    <message>
        <source>Remove key of %1</source>
        <translation>Schlüssel von %1 entfernen</translation>
    </message>
    <message>
        <source>Choose a panorama</source>
        <translation>Panorama auswählen</translation>
    </message>
    <message>
        <source>Panoramas (*.exr *.hdr *.tif *.png *.jpg)</source>
        <translation>Panoramen (*.exr *.hdr *.tif *.png *.jpg)</translation>
    </message>
    <message>
        <source>Panorama %1</source>
        <translation>Panorama %1</translation>
    </message>
    <message>
        <source>Remove the light (Del)</source>
        <translation>Das Licht entfernen (Entf)</translation>
    </message>
</context>
<context>
    <name>unividx::ui::ReportBanner</name>
    <message numerus="yes">
        <source>and %n more</source>
        <translation>
            <numerusform>und %n weitere</numerusform>
            <numerusform>und %n weitere</numerusform>
        </translation>
    </message>
    <message>
        <source>Reports</source>
        <translation>Meldungen</translation>
    </message>
    <message numerus="yes">
        <source>%n more report(s)</source>
        <translation>
            <numerusform>%n weitere Meldung</numerusform>
            <numerusform>%n weitere Meldungen</numerusform>
        </translation>
    </message>
    <message>
        <source>Close</source>
        <translation>Schließen</translation>
    </message>
</context>
<context>
    <name>unividx::ui::RunController</name>
    <message>
        <source>New take %1</source>
        <translation>Neuer Take %1</translation>
    </message>
    <message>
        <source>A job is running</source>
        <translation>Ein Auftrag läuft</translation>
    </message>
    <message>
        <source>Cancel it</source>
        <translation>Abbrechen</translation>
    </message>
    <message>
        <source>Keep working</source>
        <translation>Weiterarbeiten</translation>
    </message>
    <message>
        <source>Its finished frames stay on disk either way.</source>
        <translation>Fertige Bilder bleiben in jedem Fall auf der Platte.</translation>
    </message>
    <message>
        <source>Resume at the next start</source>
        <translation>Beim nächsten Start fortsetzen</translation>
    </message>
    <message numerus="yes">
        <source>%n item(s) added to the queue</source>
        <translation>
            <numerusform>%n Eintrag in die Warteschlange gelegt</numerusform>
            <numerusform>%n Einträge in die Warteschlange gelegt</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n item(s) done</source>
        <translation>
            <numerusform>%n Eintrag fertig</numerusform>
            <numerusform>%n Einträge fertig</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>, %n failed</source>
        <translation>
            <numerusform>, %n gescheitert</numerusform>
            <numerusform>, %n gescheitert</numerusform>
        </translation>
    </message>
    <message>
        <source>The queue has come to its end: %1</source>
        <translation>Die Warteschlange ist abgearbeitet: %1</translation>
    </message>
    <message>
        <source>The queue has come to its end</source>
        <translation>Die Warteschlange ist abgearbeitet</translation>
    </message>
    <message>
        <source>The queue cannot be used</source>
        <translation>Die Warteschlange kann nicht verwendet werden</translation>
    </message>
    <message>
        <source>A damaged queue file is mended by &quot;unividx queue repair&quot;; items that were kept come back.</source>
        <translation>Eine beschädigte Warteschlange stellt „unividx queue repair“ wieder her; erhaltene Einträge kommen zurück.</translation>
    </message>
    <message>
        <source>Show in folder</source>
        <translation>Im Ordner zeigen</translation>
    </message>
    <message>
        <source>Cancel</source>
        <translation>Abbrechen</translation>
    </message>
    <message numerus="yes">
        <source>%n frame(s) are done. They stay on disk, and become a take that says it is partial.</source>
        <translation>
            <numerusform>%n Bild ist fertig. Es bleibt auf dem Datenträger und wird ein Take, der als unvollständig gekennzeichnet ist.</numerusform>
            <numerusform>%n Bilder sind fertig. Sie bleiben auf dem Datenträger und werden ein Take, der als unvollständig gekennzeichnet ist.</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>partial, %n frame(s)</source>
        <translation>
            <numerusform>unvollständig, %n Bild</numerusform>
            <numerusform>unvollständig, %n Bilder</numerusform>
        </translation>
    </message>
    <message>
        <source>%1 has failed</source>
        <translation>%1 ist fehlgeschlagen</translation>
    </message>
    <message>
        <source>Log</source>
        <translation>Protokoll</translation>
    </message>
    <message>
        <source>Try again</source>
        <translation>Noch einmal versuchen</translation>
    </message>
    <message numerus="yes">
        <source>Exported %1: %n frame(s), %2 in %3</source>
        <translation>
            <numerusform>%1 exportiert: %n Bild, %2 in %3</numerusform>
            <numerusform>%1 exportiert: %n Bilder, %2 in %3</numerusform>
        </translation>
    </message>
    <message>
        <source>Open</source>
        <translation>Öffnen</translation>
    </message>
    <message>
        <source>New take ready: %1 of %2. Press %3 to use it.</source>
        <translation>Neuer Take fertig: %1 von %2. Verwenden mit %3.</translation>
    </message>
    <message>
        <source>New take %1 of %2</source>
        <translation>Neuer Take %1 von %2</translation>
    </message>
    <message>
        <source>The jobs panel has the logs; Try again runs one once more.</source>
        <translation>Die Protokolle stehen unter Aufträge; „Noch einmal versuchen“ führt einen Auftrag erneut aus.</translation>
    </message>
    <message>
        <source>Show the jobs</source>
        <translation>Aufträge zeigen</translation>
    </message>
</context>
<context>
    <name>unividx::ui::RunForecasts</name>
    <message>
        <source>It has no weights for this family</source>
        <translation>Es hat keine Gewichte für diese Familie</translation>
    </message>
</context>
<context>
    <name>unividx::ui::ShortcutsDialog</name>
    <message>
        <source>Timeline</source>
        <translation>Timeline</translation>
    </message>
    <message>
        <source>Viewer</source>
        <translation>Viewer</translation>
    </message>
    <message>
        <source>Everywhere</source>
        <translation>Überall</translation>
    </message>
    <message>
        <source>Keyboard shortcuts</source>
        <translation>Tastenkürzel</translation>
    </message>
    <message>
        <source>Search by name or key</source>
        <translation>Nach Name oder Taste suchen</translation>
    </message>
    <message>
        <source>Search</source>
        <translation>Suchen</translation>
    </message>
    <message>
        <source>Action</source>
        <translation>Befehl</translation>
    </message>
    <message>
        <source>Where</source>
        <translation>Wo</translation>
    </message>
    <message>
        <source>Key</source>
        <translation>Taste</translation>
    </message>
    <message>
        <source>Actions</source>
        <translation>Befehle</translation>
    </message>
    <message>
        <source>No key</source>
        <translation>Keine Taste</translation>
    </message>
    <message>
        <source>Default</source>
        <translation>Vorgabe</translation>
    </message>
    <message>
        <source>Key of the chosen action</source>
        <translation>Taste des gewählten Befehls</translation>
    </message>
    <message>
        <source>Preset</source>
        <translation>Vorlage</translation>
    </message>
    <message>
        <source>Preset...</source>
        <translation>Vorlage …</translation>
    </message>
    <message>
        <source>Close to %1</source>
        <translation>Ähnlich wie %1</translation>
    </message>
    <message>
        <source>Our own</source>
        <translation>Unsere eigene</translation>
    </message>
    <message>
        <source>%1 is the key of both %2 and %3.</source>
        <translation>%1 ist die Taste von %2 und auch von %3.</translation>
    </message>
</context>
<context>
    <name>unividx::ui::TakeController</name>
    <message>
        <source>Use take %1</source>
        <translation>Take %1 verwenden</translation>
    </message>
    <message>
        <source>There is no new take of this clip</source>
        <translation>Zu diesem Clip gibt es keinen neuen Take</translation>
    </message>
    <message>
        <source>Keep the current take</source>
        <translation>Aktuellen Take behalten</translation>
    </message>
    <message>
        <source>This project is open read only; its takes are not deleted.</source>
        <translation>Dieses Projekt ist nur zum Lesen geöffnet; seine Takes werden nicht gelöscht.</translation>
    </message>
    <message>
        <source>%1 is not deleted</source>
        <translation>%1 wird nicht gelöscht</translation>
    </message>
    <message>
        <source>A job needs its files: %1</source>
        <translation>Ein Auftrag braucht die Dateien: %1</translation>
    </message>
    <message>
        <source>Wait until it is done, or cancel it.</source>
        <translation>Warten Sie, bis er fertig ist, oder brechen Sie ihn ab.</translation>
    </message>
    <message>
        <source>This is the take in use: the newest of the others takes its place.</source>
        <translation>Dieser Take ist in Verwendung: Der neueste der anderen tritt an seine Stelle.</translation>
    </message>
    <message>
        <source>The clip uses its layers: %1. The newest of the others take their place.</source>
        <translation>Der Clip verwendet Ebenen daraus: %1. Die neuesten der anderen Takes treten an ihre Stelle.</translation>
    </message>
    <message numerus="yes">
        <source>%n other clip(s) of this project lose it too.</source>
        <translation>
            <numerusform>%n weiterer Clip dieses Projekts verliert ihn ebenfalls.</numerusform>
            <numerusform>%n weitere Clips dieses Projekts verlieren ihn ebenfalls.</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n other file(s) in its folder stay: this program did not write them.</source>
        <translation>
            <numerusform>%n andere Datei im Ordner bleibt: Dieses Programm hat sie nicht geschrieben.</numerusform>
            <numerusform>%n andere Dateien im Ordner bleiben: Dieses Programm hat sie nicht geschrieben.</numerusform>
        </translation>
    </message>
    <message>
        <source>This cannot be undone.</source>
        <translation>Das lässt sich nicht rückgängig machen.</translation>
    </message>
    <message>
        <source>Delete from the disk</source>
        <translation>Vom Datenträger löschen</translation>
    </message>
    <message numerus="yes">
        <source>Delete %1 with its %n file(s), %2?</source>
        <translation>
            <numerusform>%1 mit %n Datei, %2, löschen?</numerusform>
            <numerusform>%1 mit %n Dateien, %2, löschen?</numerusform>
        </translation>
    </message>
    <message>
        <source>Delete</source>
        <translation>Löschen</translation>
    </message>
    <message>
        <source>Deleted %1, %2 are free</source>
        <translation>%1 gelöscht, %2 sind frei</translation>
    </message>
    <message>
        <source>Not all files of %1 were deleted</source>
        <translation>Nicht alle Dateien von %1 wurden gelöscht</translation>
    </message>
    <message>
        <source>The project has forgotten the take; delete the folder by hand.</source>
        <translation>Der Take ist nicht mehr im Projekt; löschen Sie den Ordner von Hand.</translation>
    </message>
</context>
<context>
    <name>unividx::ui::TakesModel</name>
    <message>
        <source>%1
%2, %3
%4</source>
        <translation>%1
%2, %3
%4</translation>
    </message>
    <message>
        <source>%1, seed %2</source>
        <translation>%1, Startwert %2</translation>
    </message>
    <message>
        <source>Rename take</source>
        <translation>Take umbenennen</translation>
    </message>
    <message>
        <source>New</source>
        <translation>Neu</translation>
    </message>
    <message>
        <source>In use</source>
        <translation>In Verwendung</translation>
    </message>
    <message>
        <source>In use: %1</source>
        <translation>In Verwendung: %1</translation>
    </message>
    <message>
        <source>Take %1, %2, %3, %4</source>
        <translation>Take %1, %2, %3, %4</translation>
    </message>
</context>
<context>
    <name>unividx::ui::TaskPanel</name>
    <message>
        <source>Quality</source>
        <translation>Qualität</translation>
    </message>
    <message>
        <source>Seed</source>
        <translation>Startwert</translation>
    </message>
    <message>
        <source>Choose quality</source>
        <translation>Qualität wählen</translation>
    </message>
    <message>
        <source>Set the seed</source>
        <translation>Startwert setzen</translation>
    </message>
    <message>
        <source>the model&apos;s own</source>
        <translation>wie im Modell</translation>
    </message>
    <message>
        <source>Set %1</source>
        <translation>%1 setzen</translation>
    </message>
    <message>
        <source>Model</source>
        <translation>Modell</translation>
    </message>
    <message>
        <source>Device</source>
        <translation>Gerät</translation>
    </message>
    <message>
        <source>cpu, or a GPU: cuda:0, cuda:1</source>
        <translation>cpu oder eine GPU: cuda:0, cuda:1</translation>
    </message>
    <message>
        <source>Choose model</source>
        <translation>Modell wählen</translation>
    </message>
    <message>
        <source>Choose device</source>
        <translation>Gerät wählen</translation>
    </message>
    <message>
        <source>Run</source>
        <translation>Starten</translation>
    </message>
    <message>
        <source>It needs more memory than is free; a smaller size or window may fit</source>
        <translation>Es braucht mehr Speicher, als frei ist; eine kleinere Größe oder ein kürzeres Fenster passt vielleicht</translation>
    </message>
    <message>
        <source>  (%1 GB)</source>
        <translation>  (%1 GB)</translation>
    </message>
    <message>
        <source>  (does not fit: %1 GB)</source>
        <translation>  (passt nicht: %1 GB)</translation>
    </message>
    <message numerus="yes">
        <source>%n step(s) at %1 x %2</source>
        <translation>
            <numerusform>%n Schritt bei %1 x %2</numerusform>
            <numerusform>%n Schritte bei %1 x %2</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n window(s)</source>
        <translation>
            <numerusform>%n Fenster</numerusform>
            <numerusform>%n Fenster</numerusform>
        </translation>
    </message>
    <message>
        <source>%1 of %2 GB free</source>
        <translation>%1 von %2 GB frei</translation>
    </message>
    <message>
        <source>%1 GB</source>
        <translation>%1 GB</translation>
    </message>
    <message>
        <source>time not known before the first run</source>
        <translation>Dauer erst nach dem ersten Lauf bekannt</translation>
    </message>
    <message>
        <source>about %1</source>
        <translation>etwa %1</translation>
    </message>
    <message>
        <source>Select a clip to say what is to be made of it</source>
        <translation>Einen Clip wählen, um zu sagen, was daraus werden soll</translation>
    </message>
    <message>
        <source>Family %1</source>
        <translation>Familie %1</translation>
    </message>
    <message>
        <source>Choose family %1</source>
        <translation>Familie %1 wählen</translation>
    </message>
    <message>
        <source>Lock %1</source>
        <translation>%1 sperren</translation>
    </message>
    <message>
        <source>Open %1</source>
        <translation>%1 öffnen</translation>
    </message>
    <message>
        <source>Want a layer</source>
        <translation>Ebene erwünscht</translation>
    </message>
    <message>
        <source>Leave a layer out</source>
        <translation>Ebene weglassen</translation>
    </message>
    <message>
        <source>Prompt</source>
        <translation>Prompt</translation>
    </message>
    <message>
        <source>Background</source>
        <translation>Hintergrund</translation>
    </message>
    <message>
        <source>Background prompt</source>
        <translation>Prompt für den Hintergrund</translation>
    </message>
    <message>
        <source>Negative prompt</source>
        <translation>Negativer Prompt</translation>
    </message>
    <message>
        <source>What it should not be</source>
        <translation>Was es nicht sein soll</translation>
    </message>
    <message>
        <source>Type the prompt</source>
        <translation>Prompt schreiben</translation>
    </message>
    <message>
        <source>Type the background prompt</source>
        <translation>Prompt für den Hintergrund schreiben</translation>
    </message>
    <message>
        <source>Type the negative prompt</source>
        <translation>Negativen Prompt schreiben</translation>
    </message>
    <message>
        <source>Locked</source>
        <translation>Gesperrt</translation>
    </message>
    <message>
        <source>Open</source>
        <translation>Offen</translation>
    </message>
    <message>
        <source>%1 is locked</source>
        <translation>%1 ist gesperrt</translation>
    </message>
    <message>
        <source>%1 is open</source>
        <translation>%1 ist offen</translation>
    </message>
    <message>
        <source>An input. Open it to have it made</source>
        <translation>Eine Eingabe. Öffnen, um sie erzeugen zu lassen</translation>
    </message>
    <message>
        <source>To be made. Lock it to give it</source>
        <translation>Wird erzeugt. Sperren, um sie vorzugeben</translation>
    </message>
    <message>
        <source>Input of %1</source>
        <translation>Eingabe von %1</translation>
    </message>
    <message>
        <source>to be made</source>
        <translation>wird erzeugt</translation>
    </message>
    <message>
        <source>not wanted</source>
        <translation>nicht erwünscht</translation>
    </message>
    <message>
        <source>%1 is wanted</source>
        <translation>%1 ist erwünscht</translation>
    </message>
    <message>
        <source>The shot</source>
        <translation>Die Aufnahme</translation>
    </message>
    <message>
        <source>Take %1</source>
        <translation>Take %1</translation>
    </message>
    <message>
        <source>Choose a file...</source>
        <translation>Datei wählen …</translation>
    </message>
    <message>
        <source>to make</source>
        <translation>offen</translation>
    </message>
    <message>
        <source>Foreground</source>
        <translation>Vordergrund</translation>
    </message>
    <message>
        <source>Choose the input of %1</source>
        <translation>Eingabe von %1 wählen</translation>
    </message>
    <message>
        <source>Queue</source>
        <translation>Warteschlange</translation>
    </message>
</context>
<context>
    <name>unividx::ui::Timeline</name>
    <message>
        <source>Timeline</source>
        <translation>Timeline</translation>
    </message>
    <message>
        <source>Move marker</source>
        <translation>Marke verschieben</translation>
    </message>
    <message>
        <source>Move %1</source>
        <translation>%1 verschieben</translation>
    </message>
    <message>
        <source>Slip %1</source>
        <translation>Inhalt von %1 verschieben</translation>
    </message>
    <message>
        <source>Trim %1</source>
        <translation>%1 trimmen</translation>
    </message>
    <message>
        <source>Add %1</source>
        <translation>%1 hinzufügen</translation>
    </message>
    <message>
        <source>Unmute %1</source>
        <translation>%1 einschalten</translation>
    </message>
    <message>
        <source>Mute %1</source>
        <translation>%1 stummschalten</translation>
    </message>
    <message>
        <source>Trim</source>
        <translation>Trimmen</translation>
    </message>
    <message>
        <source>Move</source>
        <translation>Verschieben</translation>
    </message>
    <message>
        <source>Slip</source>
        <translation>Inhalt verschieben</translation>
    </message>
    <message>
        <source>Add track</source>
        <translation>Spur hinzufügen</translation>
    </message>
    <message>
        <source>Rename track</source>
        <translation>Spur umbenennen</translation>
    </message>
    <message>
        <source>Name</source>
        <translation>Name</translation>
    </message>
    <message>
        <source>Rename marker</source>
        <translation>Marke umbenennen</translation>
    </message>
    <message>
        <source>Rename marker...</source>
        <translation>Marke umbenennen …</translation>
    </message>
    <message>
        <source>Delete marker</source>
        <translation>Marke löschen</translation>
    </message>
    <message>
        <source>Add video track</source>
        <translation>Videospur hinzufügen</translation>
    </message>
    <message>
        <source>Add audio track</source>
        <translation>Audiospur hinzufügen</translation>
    </message>
    <message>
        <source>Rename track...</source>
        <translation>Spur umbenennen …</translation>
    </message>
    <message>
        <source>Remove track</source>
        <translation>Spur entfernen</translation>
    </message>
    <message>
        <source>Marker at %1</source>
        <translation>Marke bei %1</translation>
    </message>
    <message>
        <source>%1, muted: click the icon to show or hear it</source>
        <translation>%1, stumm: auf das Symbol klicken, um sie zu zeigen oder zu hören</translation>
    </message>
    <message>
        <source>%1: click the icon to mute it</source>
        <translation>%1: auf das Symbol klicken, um sie stummzuschalten</translation>
    </message>
    <message>
        <source>%1, %2 frames from %3</source>
        <translation>%1, %2 Bilder ab %3</translation>
    </message>
    <message>
        <source>Drag a clip here, or double-click it in the media pool</source>
        <translation>Einen Clip hierher ziehen oder unter Medien doppelt anklicken</translation>
    </message>
    <message>
        <source>%1 fps</source>
        <translation>%1 B/s</translation>
    </message>
    <message>
        <source>muted</source>
        <translation>stumm</translation>
    </message>
    <message>
        <source>being made</source>
        <translation>entsteht</translation>
    </message>
    <message>
        <source>stale: what it was made from was made anew</source>
        <translation>veraltet: woraus es entstand, wurde neu gemacht</translation>
    </message>
    <message>
        <source>made</source>
        <translation>fertig</translation>
    </message>
    <message>
        <source>%1, frames %2 to %3, %4</source>
        <translation>%1, Bilder %2 bis %3, %4</translation>
    </message>
    <message>
        <source>New take</source>
        <translation>Neuer Take</translation>
    </message>
    <message>
        <source>Use the new take</source>
        <translation>Neuen Take verwenden</translation>
    </message>
    <message>
        <source>New take ready: %1. Click to use it.</source>
        <translation>Neuer Take fertig: %1. Klicken, um ihn zu verwenden.</translation>
    </message>
</context>
<context>
    <name>unividx::ui::Viewer</name>
    <message>
        <source>This clip has no matte yet</source>
        <translation>Dieser Clip hat noch keine Maske</translation>
    </message>
    <message>
        <source>%1, %2   %3   %4 %5 %6</source>
        <translation>%1, %2   %3   %4 %5 %6</translation>
    </message>
    <message>
        <source>%1 %</source>
        <translation>%1 %</translation>
    </message>
    <message>
        <source>%1x</source>
        <translation>%1x</translation>
    </message>
    <message numerus="yes">
        <source>%n frame(s) skipped</source>
        <translation>
            <numerusform>%n Bild ausgelassen</numerusform>
            <numerusform>%n Bilder ausgelassen</numerusform>
        </translation>
    </message>
    <message>
        <source>Colour</source>
        <translation>Farbe</translation>
    </message>
    <message>
        <source>Red</source>
        <translation>Rot</translation>
    </message>
    <message>
        <source>Green</source>
        <translation>Grün</translation>
    </message>
    <message>
        <source>Blue</source>
        <translation>Blau</translation>
    </message>
    <message>
        <source>Alpha</source>
        <translation>Alpha</translation>
    </message>
    <message>
        <source>Luminance</source>
        <translation>Luminanz</translation>
    </message>
    <message>
        <source>Layer that is shown</source>
        <translation>Gezeigte Ebene</translation>
    </message>
    <message>
        <source>What it is compared with</source>
        <translation>Womit verglichen wird</translation>
    </message>
    <message>
        <source>Channel</source>
        <translation>Kanal</translation>
    </message>
    <message>
        <source>Exposure in stops</source>
        <translation>Belichtung in Blenden</translation>
    </message>
    <message>
        <source>EV </source>
        <translation>EV </translation>
    </message>
    <message>
        <source>Gamma</source>
        <translation>Gamma</translation>
    </message>
    <message>
        <source>G </source>
        <translation>G </translation>
    </message>
    <message>
        <source>Display and view of the colour config</source>
        <translation>Anzeige und Ansicht der Farbkonfiguration</translation>
    </message>
    <message>
        <source>sRGB</source>
        <translation>sRGB</translation>
    </message>
    <message>
        <source>%1: %2</source>
        <translation>%1: %2</translation>
    </message>
    <message>
        <source>%1 cannot be written</source>
        <translation>%1 kann nicht geschrieben werden</translation>
    </message>
    <message>
        <source>Composite</source>
        <translation>Komposition</translation>
    </message>
    <message>
        <source>Drag this layer out of the window as a file</source>
        <translation>Diese Ebene als Datei aus dem Fenster ziehen</translation>
    </message>
    <message>
        <source>%1 has not been made for this frame; this is the shot</source>
        <translation>%1 wurde für dieses Bild noch nicht erzeugt; zu sehen ist die Aufnahme</translation>
    </message>
</context>
<context>
    <name>unividx::ui::ViewerCanvas</name>
    <message>
        <source>Viewer</source>
        <translation>Viewer</translation>
    </message>
</context>
<context>
    <name>Words</name>
    <message>
        <source>Steps</source>
        <translation>Schritte</translation>
    </message>
    <message>
        <source>Guidance</source>
        <translation>Führung</translation>
    </message>
    <message>
        <source>Shift</source>
        <translation>Verschiebung</translation>
    </message>
    <message>
        <source>Window</source>
        <translation>Fenster</translation>
    </message>
    <message>
        <source>Overlap</source>
        <translation>Überlappung</translation>
    </message>
    <message>
        <source>Size</source>
        <translation>Größe</translation>
    </message>
    <message>
        <source>RGB</source>
        <translation>RGB</translation>
    </message>
    <message>
        <source>Albedo</source>
        <translation>Albedo</translation>
    </message>
    <message>
        <source>Irradiance</source>
        <translation>Beleuchtung</translation>
    </message>
    <message>
        <source>Normals</source>
        <translation>Normalen</translation>
    </message>
    <message>
        <source>Alpha</source>
        <translation>Alpha</translation>
    </message>
    <message>
        <source>Foreground</source>
        <translation>Vordergrund</translation>
    </message>
    <message>
        <source>Background</source>
        <translation>Hintergrund</translation>
    </message>
    <message>
        <source>Decompose</source>
        <translation>Zerlegen</translation>
    </message>
    <message>
        <source>Matte</source>
        <translation>Maske</translation>
    </message>
    <message>
        <source>Relight</source>
        <translation>Neu beleuchten</translation>
    </message>
    <message>
        <source>Change material</source>
        <translation>Material ändern</translation>
    </message>
    <message>
        <source>Swap background</source>
        <translation>Hintergrund tauschen</translation>
    </message>
    <message>
        <source>Harmonise</source>
        <translation>Angleichen</translation>
    </message>
    <message>
        <source>Replace subject</source>
        <translation>Motiv ersetzen</translation>
    </message>
    <message>
        <source>Refine matte</source>
        <translation>Maske verfeinern</translation>
    </message>
    <message>
        <source>Generate from text</source>
        <translation>Aus Text erzeugen</translation>
    </message>
    <message>
        <source>Generate layers</source>
        <translation>Ebenen erzeugen</translation>
    </message>
    <message>
        <source>Preparing</source>
        <translation>Vorbereiten</translation>
    </message>
    <message>
        <source>Loading the model</source>
        <translation>Modell laden</translation>
    </message>
    <message>
        <source>Encoding</source>
        <translation>Enkodieren</translation>
    </message>
    <message>
        <source>Denoising</source>
        <translation>Entrauschen</translation>
    </message>
    <message>
        <source>Decoding</source>
        <translation>Dekodieren</translation>
    </message>
    <message>
        <source>Writing</source>
        <translation>Schreiben</translation>
    </message>
    <message>
        <source>This cannot be done as asked</source>
        <translation>Das geht so nicht</translation>
    </message>
    <message>
        <source>A file cannot be read</source>
        <translation>Eine Datei ist nicht lesbar</translation>
    </message>
    <message>
        <source>The model cannot be used</source>
        <translation>Das Modell ist nicht brauchbar</translation>
    </message>
    <message>
        <source>Not enough memory</source>
        <translation>Nicht genug Speicher</translation>
    </message>
    <message>
        <source>The result cannot be written</source>
        <translation>Das Ergebnis kann nicht geschrieben werden</translation>
    </message>
    <message>
        <source>A fault in the program</source>
        <translation>Ein Fehler im Programm</translation>
    </message>
    <message>
        <source>Preview</source>
        <translation>Vorschau</translation>
    </message>
    <message>
        <source>Standard</source>
        <translation>Standard</translation>
    </message>
    <message>
        <source>Full</source>
        <translation>Voll</translation>
    </message>
    <message>
        <source>Custom</source>
        <translation>Eigene</translation>
    </message>
    <message>
        <source>%1 %2 added</source>
        <translation>%1 %2 hinzugefügt</translation>
    </message>
    <message>
        <source>%1 %2 changed</source>
        <translation>%1 %2 geändert</translation>
    </message>
    <message>
        <source>%1 %2 removed</source>
        <translation>%1 %2 entfernt</translation>
    </message>
    <message>
        <source>Intrinsic</source>
        <translation>Intrinsisch</translation>
    </message>
    <message>
        <source>clip</source>
        <translation>Clip</translation>
    </message>
    <message>
        <source>clips</source>
        <translation>Clips</translation>
    </message>
    <message>
        <source>take</source>
        <translation>Take</translation>
    </message>
    <message>
        <source>takes</source>
        <translation>Takes</translation>
    </message>
    <message>
        <source>file</source>
        <translation>Datei</translation>
    </message>
    <message>
        <source>files</source>
        <translation>Dateien</translation>
    </message>
    <message>
        <source>track</source>
        <translation>Spur</translation>
    </message>
    <message>
        <source>tracks</source>
        <translation>Spuren</translation>
    </message>
    <message>
        <source>marker</source>
        <translation>Marke</translation>
    </message>
    <message>
        <source>markers</source>
        <translation>Marken</translation>
    </message>
    <message>
        <source>project settings changed</source>
        <translation>Projekteinstellungen geändert</translation>
    </message>
    <message>
        <source>no difference</source>
        <translation>kein Unterschied</translation>
    </message>
    <message>
        <source>All four layers are locked: nothing is left to make.</source>
        <translation>Alle vier Ebenen sind gesperrt: es bleibt nichts zu erzeugen.</translation>
    </message>
    <message>
        <source>None of the open layers is wanted: nothing is left to make.</source>
        <translation>Keine der offenen Ebenen ist erwünscht: es bleibt nichts zu erzeugen.</translation>
    </message>
    <message>
        <source>From the prompt, make %1.</source>
        <translation>Aus dem Prompt: %1.</translation>
    </message>
    <message>
        <source>the shot</source>
        <translation>der Aufnahme</translation>
    </message>
    <message>
        <source>the shot and its %1</source>
        <translation>der Aufnahme mit %1</translation>
    </message>
    <message>
        <source>the prompt</source>
        <translation>dem Prompt</translation>
    </message>
    <message>
        <source>From %1, make %2.</source>
        <translation>Aus %1: %2.</translation>
    </message>
    <message>
        <source>a minute ago</source>
        <translation>vor einer Minute</translation>
    </message>
    <message>
        <source>%1 minutes ago</source>
        <translation>vor %1 Minuten</translation>
    </message>
    <message>
        <source>%1 hours ago</source>
        <translation>vor %1 Stunden</translation>
    </message>
    <message>
        <source>%1 days ago</source>
        <translation>vor %1 Tagen</translation>
    </message>
    <message>
        <source>%1 s</source>
        <translation>%1 s</translation>
    </message>
    <message>
        <source>%1 min</source>
        <translation>%1 min</translation>
    </message>
    <message>
        <source>%1 h %2 min</source>
        <translation>%1 h %2 min</translation>
    </message>
    <message>
        <source>%1 and %2</source>
        <translation>%1 und %2</translation>
    </message>
    <message>
        <source>albedo</source>
        <translation>Albedo</translation>
    </message>
    <message>
        <source>irradiance</source>
        <translation>Beleuchtung</translation>
    </message>
    <message>
        <source>normals</source>
        <translation>Normalen</translation>
    </message>
    <message>
        <source>alpha</source>
        <translation>Alpha</translation>
    </message>
    <message>
        <source>foreground</source>
        <translation>Vordergrund</translation>
    </message>
    <message>
        <source>background</source>
        <translation>Hintergrund</translation>
    </message>
    <message>
        <source>Take a lower quality, a smaller size or a shorter window, and run it again.</source>
        <translation>Wählen Sie eine geringere Qualität, eine kleinere Größe oder ein kürzeres Fenster, und starten Sie noch einmal.</translation>
    </message>
    <message>
        <source>Make room on the disk, or take another folder, and try again.</source>
        <translation>Schaffen Sie Platz auf dem Datenträger, oder wählen Sie einen anderen Ordner, und versuchen Sie es noch einmal.</translation>
    </message>
    <message>
        <source>Install the model package again, or choose another one.</source>
        <translation>Installieren Sie das Modellpaket noch einmal, oder wählen Sie ein anderes.</translation>
    </message>
    <message>
        <source>This is a fault of the program. Please report it with the log.</source>
        <translation>Das ist ein Fehler des Programms. Bitte melden Sie ihn mit dem Protokoll.</translation>
    </message>
</context>
<context>
    <name>main</name>
    <message>
        <source>A project, a timeline, or media</source>
        <translation>Ein Projekt, eine Timeline oder Medien</translation>
    </message>
    <message>
        <source>Log everything that the window and its workers say</source>
        <translation>Alles protokollieren, was das Fenster und seine Worker melden</translation>
    </message>
</context>
</TS>
