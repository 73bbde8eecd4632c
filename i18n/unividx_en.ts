<?xml version="1.0" encoding="utf-8"?>
<!DOCTYPE TS>
<TS version="2.1" language="en">
<context>
    <name>Actions</name>
    <message>
        <source>New project</source>
        <translation>New project</translation>
    </message>
    <message>
        <source>Open project...</source>
        <translation>Open project...</translation>
    </message>
    <message>
        <source>Save</source>
        <translation>Save</translation>
    </message>
    <message>
        <source>Save as...</source>
        <translation>Save as...</translation>
    </message>
    <message>
        <source>Import media...</source>
        <translation>Import media...</translation>
    </message>
    <message>
        <source>Import timeline (OpenTimelineIO)...</source>
        <translation>Import timeline (OpenTimelineIO)...</translation>
    </message>
    <message>
        <source>Export timeline (OpenTimelineIO)...</source>
        <translation>Export timeline (OpenTimelineIO)...</translation>
    </message>
    <message>
        <source>Quit</source>
        <translation>Quit</translation>
    </message>
    <message>
        <source>Undo</source>
        <translation>Undo</translation>
    </message>
    <message>
        <source>Redo</source>
        <translation>Redo</translation>
    </message>
    <message>
        <source>Split at playhead</source>
        <translation>Split at playhead</translation>
    </message>
    <message>
        <source>Delete clip</source>
        <translation>Delete clip</translation>
    </message>
    <message>
        <source>Ripple delete clip</source>
        <translation>Ripple delete clip</translation>
    </message>
    <message>
        <source>Snap</source>
        <translation>Snap</translation>
    </message>
    <message>
        <source>Add marker</source>
        <translation>Add marker</translation>
    </message>
    <message>
        <source>Trim start to playhead</source>
        <translation>Trim start to playhead</translation>
    </message>
    <message>
        <source>Trim end to playhead</source>
        <translation>Trim end to playhead</translation>
    </message>
    <message>
        <source>Move clip one frame left</source>
        <translation>Move clip one frame left</translation>
    </message>
    <message>
        <source>Move clip one frame right</source>
        <translation>Move clip one frame right</translation>
    </message>
    <message>
        <source>Slip clip one frame earlier</source>
        <translation>Slip clip one frame earlier</translation>
    </message>
    <message>
        <source>Slip clip one frame later</source>
        <translation>Slip clip one frame later</translation>
    </message>
    <message>
        <source>Select previous clip</source>
        <translation>Select previous clip</translation>
    </message>
    <message>
        <source>Select next clip</source>
        <translation>Select next clip</translation>
    </message>
    <message>
        <source>To previous marker</source>
        <translation>To previous marker</translation>
    </message>
    <message>
        <source>To next marker</source>
        <translation>To next marker</translation>
    </message>
    <message>
        <source>Add video track</source>
        <translation>Add video track</translation>
    </message>
    <message>
        <source>Add audio track</source>
        <translation>Add audio track</translation>
    </message>
    <message>
        <source>Mute the clip&apos;s track</source>
        <translation>Mute the clip&apos;s track</translation>
    </message>
    <message>
        <source>Zoom timeline in</source>
        <translation>Zoom timeline in</translation>
    </message>
    <message>
        <source>Zoom timeline out</source>
        <translation>Zoom timeline out</translation>
    </message>
    <message>
        <source>Fit timeline</source>
        <translation>Fit timeline</translation>
    </message>
    <message>
        <source>Set in</source>
        <translation>Set in</translation>
    </message>
    <message>
        <source>Set out</source>
        <translation>Set out</translation>
    </message>
    <message>
        <source>Clear in and out</source>
        <translation>Clear in and out</translation>
    </message>
    <message>
        <source>Play or stop</source>
        <translation>Play or stop</translation>
    </message>
    <message>
        <source>Shuttle back</source>
        <translation>Shuttle back</translation>
    </message>
    <message>
        <source>Stop</source>
        <translation>Stop</translation>
    </message>
    <message>
        <source>Shuttle forward</source>
        <translation>Shuttle forward</translation>
    </message>
    <message>
        <source>One frame back</source>
        <translation>One frame back</translation>
    </message>
    <message>
        <source>One frame forward</source>
        <translation>One frame forward</translation>
    </message>
    <message>
        <source>To the start</source>
        <translation>To the start</translation>
    </message>
    <message>
        <source>To the end</source>
        <translation>To the end</translation>
    </message>
    <message>
        <source>Loop</source>
        <translation>Loop</translation>
    </message>
    <message>
        <source>Fit</source>
        <translation>Fit</translation>
    </message>
    <message>
        <source>Show red</source>
        <translation>Show red</translation>
    </message>
    <message>
        <source>Show green</source>
        <translation>Show green</translation>
    </message>
    <message>
        <source>Show blue</source>
        <translation>Show blue</translation>
    </message>
    <message>
        <source>Show alpha</source>
        <translation>Show alpha</translation>
    </message>
    <message>
        <source>Show luminance</source>
        <translation>Show luminance</translation>
    </message>
    <message>
        <source>Show colour</source>
        <translation>Show colour</translation>
    </message>
    <message>
        <source>Wipe against the shot</source>
        <translation>Wipe against the shot</translation>
    </message>
    <message>
        <source>Difference from the shot</source>
        <translation>Difference from the shot</translation>
    </message>
    <message>
        <source>Difference of albedo x irradiance from the shot</source>
        <translation>Difference of albedo x irradiance from the shot</translation>
    </message>
    <message>
        <source>Matte overlay</source>
        <translation>Matte overlay</translation>
    </message>
    <message>
        <source>Safe areas</source>
        <translation>Safe areas</translation>
    </message>
    <message>
        <source>Bypass colour, exposure and gamma</source>
        <translation>Bypass colour, exposure and gamma</translation>
    </message>
    <message>
        <source>Exposure down</source>
        <translation>Exposure down</translation>
    </message>
    <message>
        <source>Exposure up</source>
        <translation>Exposure up</translation>
    </message>
    <message>
        <source>Reset exposure and gamma</source>
        <translation>Reset exposure and gamma</translation>
    </message>
    <message>
        <source>Previous layer</source>
        <translation>Previous layer</translation>
    </message>
    <message>
        <source>Next layer</source>
        <translation>Next layer</translation>
    </message>
    <message>
        <source>Zoom in</source>
        <translation>Zoom in</translation>
    </message>
    <message>
        <source>Zoom out</source>
        <translation>Zoom out</translation>
    </message>
    <message>
        <source>Reset the window&apos;s layout</source>
        <translation>Reset the window&apos;s layout</translation>
    </message>
    <message>
        <source>Run</source>
        <translation>Run</translation>
    </message>
    <message>
        <source>Cancel the running job</source>
        <translation>Cancel the running job</translation>
    </message>
    <message>
        <source>Command palette</source>
        <translation>Command palette</translation>
    </message>
    <message>
        <source>Preferences...</source>
        <translation>Preferences...</translation>
    </message>
    <message>
        <source>Keyboard shortcuts...</source>
        <translation>Keyboard shortcuts...</translation>
    </message>
    <message>
        <source>Export clip...</source>
        <translation>Export clip...</translation>
    </message>
    <message>
        <source>Show the composite</source>
        <translation>Show the composite</translation>
    </message>
    <message>
        <source>Copy the frame</source>
        <translation>Copy the frame</translation>
    </message>
    <message>
        <source>Add to the queue</source>
        <translation>Add to the queue</translation>
    </message>
    <message>
        <source>Run the queue</source>
        <translation>Run the queue</translation>
    </message>
    <message>
        <source>Move light left</source>
        <translation>Move light left</translation>
    </message>
    <message>
        <source>Move light right</source>
        <translation>Move light right</translation>
    </message>
    <message>
        <source>Move light up</source>
        <translation>Move light up</translation>
    </message>
    <message>
        <source>Move light down</source>
        <translation>Move light down</translation>
    </message>
    <message>
        <source>Move light nearer to the camera</source>
        <translation>Move light nearer to the camera</translation>
    </message>
    <message>
        <source>Move light away from the camera</source>
        <translation>Move light away from the camera</translation>
    </message>
    <message>
        <source>Look further left</source>
        <translation>Look further left</translation>
    </message>
    <message>
        <source>Look further right</source>
        <translation>Look further right</translation>
    </message>
    <message>
        <source>Look further up</source>
        <translation>Look further up</translation>
    </message>
    <message>
        <source>Look further down</source>
        <translation>Look further down</translation>
    </message>
    <message>
        <source>Move the wipe left</source>
        <translation>Move the wipe left</translation>
    </message>
    <message>
        <source>Move the wipe right</source>
        <translation>Move the wipe right</translation>
    </message>
    <message>
        <source>Collect project...</source>
        <translation>Collect project...</translation>
    </message>
    <message>
        <source>Use the new take</source>
        <translation>Use the new take</translation>
    </message>
    <message>
        <source>Show log</source>
        <translation>Show log</translation>
    </message>
    <message>
        <source>Copy diagnostics</source>
        <translation>Copy diagnostics</translation>
    </message>
</context>
<context>
    <name>unividx::ui::BackgroundForm</name>
    <message>
        <source>Choose...</source>
        <translation>Choose...</translation>
    </message>
    <message>
        <source>Choose the background&apos;s file</source>
        <translation>Choose the background&apos;s file</translation>
    </message>
    <message>
        <source>Offset of the background in frames</source>
        <translation>Offset of the background in frames</translation>
    </message>
    <message>
        <source>Offset in frames</source>
        <translation>Offset in frames</translation>
    </message>
    <message>
        <source>Choose the background</source>
        <translation>Choose the background</translation>
    </message>
    <message>
        <source>Offset of the background</source>
        <translation>Offset of the background</translation>
    </message>
    <message>
        <source>Background %1</source>
        <translation>Background %1</translation>
    </message>
    <message>
        <source>No file yet</source>
        <translation>No file yet</translation>
    </message>
</context>
<context>
    <name>unividx::ui::CacheBar</name>
    <message>
        <source>Cached frames</source>
        <translation>Cached frames</translation>
    </message>
    <message>
        <source>Frames that are decoded; drag to scrub</source>
        <translation>Frames that are decoded; drag to scrub</translation>
    </message>
</context>
<context>
    <name>ClipItems</name>
    <message>
        <source>There is no clip to export: select one</source>
        <translation>There is no clip to export: select one</translation>
    </message>
</context>
<context>
    <name>unividx::ui::CollectController</name>
    <message>
        <source>Collect the project into a new folder</source>
        <translation>Collect the project into a new folder</translation>
    </message>
    <message>
        <source>Looking for the project&apos;s files</source>
        <translation>Looking for the project&apos;s files</translation>
    </message>
    <message>
        <source>Cancel</source>
        <translation>Cancel</translation>
    </message>
    <message>
        <source>Collect project</source>
        <translation>Collect project</translation>
    </message>
    <message>
        <source>The project was not collected; nothing was left behind</source>
        <translation>The project was not collected; nothing was left behind</translation>
    </message>
    <message>
        <source>Copying file %1 of %2, %3 of %4</source>
        <translation>Copying file %1 of %2, %3 of %4</translation>
    </message>
    <message numerus="yes">
        <source>%n file(s), %1</source>
        <translation>
            <numerusform>%n file, %1</numerusform>
            <numerusform>%n files, %1</numerusform>
        </translation>
    </message>
    <message>
        <source>What is not there was left out. Relink it, and collect the project again.</source>
        <translation>What is not there was left out. Relink it, and collect the project again.</translation>
    </message>
    <message>
        <source>Collected in %1</source>
        <translation>Collected in %1</translation>
    </message>
    <message>
        <source>Show in folder</source>
        <translation>Show in folder</translation>
    </message>
    <message>
        <source>Open it</source>
        <translation>Open it</translation>
    </message>
    <message>
        <source>The project was not collected</source>
        <translation>The project was not collected</translation>
    </message>
    <message>
        <source>Nothing was left behind.</source>
        <translation>Nothing was left behind.</translation>
    </message>
    <message>
        <source>Choose another folder...</source>
        <translation>Choose another folder...</translation>
    </message>
</context>
<context>
    <name>unividx::ui::CommandPalette</name>
    <message>
        <source>What do you want to do?</source>
        <translation>What do you want to do?</translation>
    </message>
    <message>
        <source>Find a command</source>
        <translation>Find a command</translation>
    </message>
    <message>
        <source>Commands</source>
        <translation>Commands</translation>
    </message>
</context>
<context>
    <name>unividx::ui::CompPanel</name>
    <message>
        <source>Add a node, or take a look to begin with</source>
        <translation>Add a node, or take a look to begin with</translation>
    </message>
    <message>
        <source>Nodes</source>
        <translation>Nodes</translation>
    </message>
    <message>
        <source>Node</source>
        <translation>Node</translation>
    </message>
    <message>
        <source>Add a node after the chosen one</source>
        <translation>Add a node after the chosen one</translation>
    </message>
    <message>
        <source>Look</source>
        <translation>Look</translation>
    </message>
    <message>
        <source>Take the nodes of a look, of a file, or save them</source>
        <translation>Take the nodes of a look, of a file, or save them</translation>
    </message>
    <message>
        <source>Move up (Alt+Up)</source>
        <translation>Move up (Alt+Up)</translation>
    </message>
    <message>
        <source>Move down (Alt+Down)</source>
        <translation>Move down (Alt+Down)</translation>
    </message>
    <message>
        <source>Remove the node (Del)</source>
        <translation>Remove the node (Del)</translation>
    </message>
    <message>
        <source>Open nodes...</source>
        <translation>Open nodes...</translation>
    </message>
    <message>
        <source>Save nodes...</source>
        <translation>Save nodes...</translation>
    </message>
    <message>
        <source>Remove all nodes</source>
        <translation>Remove all nodes</translation>
    </message>
    <message>
        <source>Add node %1</source>
        <translation>Add node %1</translation>
    </message>
    <message>
        <source>Look %1</source>
        <translation>Look %1</translation>
    </message>
    <message>
        <source>Remove node %1</source>
        <translation>Remove node %1</translation>
    </message>
    <message>
        <source>Open nodes</source>
        <translation>Open nodes</translation>
    </message>
    <message>
        <source>Nodes (*.uvcomp)</source>
        <translation>Nodes (*.uvcomp)</translation>
    </message>
    <message>
        <source>Save nodes</source>
        <translation>Save nodes</translation>
    </message>
    <message>
        <source>Select a clip to say what is done to its pictures</source>
        <translation>Select a clip to say what is done to its pictures</translation>
    </message>
    <message>
        <source>Its lights are in the panel Relight.</source>
        <translation>Its lights are in the panel Relight.</translation>
    </message>
    <message>
        <source>Change %1</source>
        <translation>Change %1</translation>
    </message>
    <message>
        <source>Key of %1</source>
        <translation>Key of %1</translation>
    </message>
    <message>
        <source>Remove key of %1</source>
        <translation>Remove key of %1</translation>
    </message>
</context>
<context>
    <name>Composite</name>
    <message>
        <source>Source</source>
        <translation>Source</translation>
    </message>
    <message>
        <source>Matte</source>
        <translation>Matte</translation>
    </message>
    <message>
        <source>Despill</source>
        <translation>Despill</translation>
    </message>
    <message>
        <source>Edge extend</source>
        <translation>Edge extend</translation>
    </message>
    <message>
        <source>Grade</source>
        <translation>Grade</translation>
    </message>
    <message>
        <source>Relight</source>
        <translation>Relight</translation>
    </message>
    <message>
        <source>Background</source>
        <translation>Background</translation>
    </message>
    <message>
        <source>Grain</source>
        <translation>Grain</translation>
    </message>
    <message>
        <source>Out</source>
        <translation>Out</translation>
    </message>
    <message>
        <source>Which layer the picture is from here on</source>
        <translation>Which layer the picture is from here on</translation>
    </message>
    <message>
        <source>Works on the matte, which cuts the picture out</source>
        <translation>Works on the matte, which cuts the picture out</translation>
    </message>
    <message>
        <source>Takes a screen&apos;s colour off the picture</source>
        <translation>Takes a screen&apos;s colour off the picture</translation>
    </message>
    <message>
        <source>Carries solid colours over the edge of the matte</source>
        <translation>Carries solid colours over the edge of the matte</translation>
    </message>
    <message>
        <source>Grades the picture, its albedo or its irradiance</source>
        <translation>Grades the picture, its albedo or its irradiance</translation>
    </message>
    <message>
        <source>New light over normals and albedo, without cast shadows</source>
        <translation>New light over normals and albedo, without cast shadows</translation>
    </message>
    <message>
        <source>Puts the picture before a background</source>
        <translation>Puts the picture before a background</translation>
    </message>
    <message>
        <source>Grain like a camera&apos;s</source>
        <translation>Grain like a camera&apos;s</translation>
    </message>
    <message>
        <source>What leaves the list</source>
        <translation>What leaves the list</translation>
    </message>
    <message>
        <source>Median over time</source>
        <translation>Median over time</translation>
    </message>
    <message>
        <source>Black point</source>
        <translation>Black point</translation>
    </message>
    <message>
        <source>White point</source>
        <translation>White point</translation>
    </message>
    <message>
        <source>Gamma</source>
        <translation>Gamma</translation>
    </message>
    <message>
        <source>Despeckle</source>
        <translation>Despeckle</translation>
    </message>
    <message>
        <source>Fill holes</source>
        <translation>Fill holes</translation>
    </message>
    <message>
        <source>Grow or choke</source>
        <translation>Grow or choke</translation>
    </message>
    <message>
        <source>Refine radius</source>
        <translation>Refine radius</translation>
    </message>
    <message>
        <source>Refine tolerance</source>
        <translation>Refine tolerance</translation>
    </message>
    <message>
        <source>Refine amount</source>
        <translation>Refine amount</translation>
    </message>
    <message>
        <source>Feather</source>
        <translation>Feather</translation>
    </message>
    <message>
        <source>Amount</source>
        <translation>Amount</translation>
    </message>
    <message>
        <source>Keep luminance</source>
        <translation>Keep luminance</translation>
    </message>
    <message>
        <source>Radius</source>
        <translation>Radius</translation>
    </message>
    <message>
        <source>Product gain</source>
        <translation>Product gain</translation>
    </message>
    <message>
        <source>Lift red</source>
        <translation>Lift red</translation>
    </message>
    <message>
        <source>Lift green</source>
        <translation>Lift green</translation>
    </message>
    <message>
        <source>Lift blue</source>
        <translation>Lift blue</translation>
    </message>
    <message>
        <source>Gamma red</source>
        <translation>Gamma red</translation>
    </message>
    <message>
        <source>Gamma green</source>
        <translation>Gamma green</translation>
    </message>
    <message>
        <source>Gamma blue</source>
        <translation>Gamma blue</translation>
    </message>
    <message>
        <source>Gain red</source>
        <translation>Gain red</translation>
    </message>
    <message>
        <source>Gain green</source>
        <translation>Gain green</translation>
    </message>
    <message>
        <source>Gain blue</source>
        <translation>Gain blue</translation>
    </message>
    <message>
        <source>Saturation</source>
        <translation>Saturation</translation>
    </message>
    <message>
        <source>Hue centre</source>
        <translation>Hue centre</translation>
    </message>
    <message>
        <source>Hue width</source>
        <translation>Hue width</translation>
    </message>
    <message>
        <source>Hue shift</source>
        <translation>Hue shift</translation>
    </message>
    <message>
        <source>Hue saturation</source>
        <translation>Hue saturation</translation>
    </message>
    <message>
        <source>Hue gain</source>
        <translation>Hue gain</translation>
    </message>
    <message>
        <source>Keep original light</source>
        <translation>Keep original light</translation>
    </message>
    <message>
        <source>Red</source>
        <translation>Red</translation>
    </message>
    <message>
        <source>Green</source>
        <translation>Green</translation>
    </message>
    <message>
        <source>Blue</source>
        <translation>Blue</translation>
    </message>
    <message>
        <source>Defocus</source>
        <translation>Defocus</translation>
    </message>
    <message>
        <source>Match light and colour</source>
        <translation>Match light and colour</translation>
    </message>
    <message>
        <source>Light wrap</source>
        <translation>Light wrap</translation>
    </message>
    <message>
        <source>Wrap width</source>
        <translation>Wrap width</translation>
    </message>
    <message>
        <source>Size</source>
        <translation>Size</translation>
    </message>
    <message>
        <source>Intensity</source>
        <translation>Intensity</translation>
    </message>
    <message>
        <source>Temperature</source>
        <translation>Temperature</translation>
    </message>
    <message>
        <source>Azimuth</source>
        <translation>Azimuth</translation>
    </message>
    <message>
        <source>Elevation</source>
        <translation>Elevation</translation>
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
        <translation>Target X</translation>
    </message>
    <message>
        <source>Target Y</source>
        <translation>Target Y</translation>
    </message>
    <message>
        <source>Target Z</source>
        <translation>Target Z</translation>
    </message>
    <message>
        <source>Softness</source>
        <translation>Softness</translation>
    </message>
    <message>
        <source>Falloff</source>
        <translation>Falloff</translation>
    </message>
    <message>
        <source>Cone</source>
        <translation>Cone</translation>
    </message>
    <message>
        <source>Cone softness</source>
        <translation>Cone softness</translation>
    </message>
    <message>
        <source>Width</source>
        <translation>Width</translation>
    </message>
    <message>
        <source>Height</source>
        <translation>Height</translation>
    </message>
    <message>
        <source>Layer</source>
        <translation>Layer</translation>
    </message>
    <message>
        <source>From</source>
        <translation>From</translation>
    </message>
    <message>
        <source>Inverted</source>
        <translation>Inverted</translation>
    </message>
    <message>
        <source>Screen</source>
        <translation>Screen</translation>
    </message>
    <message>
        <source>Method</source>
        <translation>Method</translation>
    </message>
    <message>
        <source>Where</source>
        <translation>Where</translation>
    </message>
    <message>
        <source>Of</source>
        <translation>Of</translation>
    </message>
    <message>
        <source>Product in</source>
        <translation>Product in</translation>
    </message>
    <message>
        <source>Blend</source>
        <translation>Blend</translation>
    </message>
    <message>
        <source>What</source>
        <translation>What</translation>
    </message>
    <message>
        <source>Shot</source>
        <translation>Shot</translation>
    </message>
    <message>
        <source>Albedo</source>
        <translation>Albedo</translation>
    </message>
    <message>
        <source>Irradiance</source>
        <translation>Irradiance</translation>
    </message>
    <message>
        <source>Normals</source>
        <translation>Normals</translation>
    </message>
    <message>
        <source>Alpha</source>
        <translation>Alpha</translation>
    </message>
    <message>
        <source>Foreground</source>
        <translation>Foreground</translation>
    </message>
    <message>
        <source>Clean background</source>
        <translation>Clean background</translation>
    </message>
    <message>
        <source>The alpha layer</source>
        <translation>The alpha layer</translation>
    </message>
    <message>
        <source>Everything</source>
        <translation>Everything</translation>
    </message>
    <message>
        <source>The matte before</source>
        <translation>The matte before</translation>
    </message>
    <message>
        <source>No</source>
        <translation>No</translation>
    </message>
    <message>
        <source>Yes</source>
        <translation>Yes</translation>
    </message>
    <message>
        <source>Average</source>
        <translation>Average</translation>
    </message>
    <message>
        <source>Maximum</source>
        <translation>Maximum</translation>
    </message>
    <message>
        <source>Minimum</source>
        <translation>Minimum</translation>
    </message>
    <message>
        <source>Everywhere</source>
        <translation>Everywhere</translation>
    </message>
    <message>
        <source>Inside the matte</source>
        <translation>Inside the matte</translation>
    </message>
    <message>
        <source>Outside the matte</source>
        <translation>Outside the matte</translation>
    </message>
    <message>
        <source>Picture</source>
        <translation>Picture</translation>
    </message>
    <message>
        <source>Display codes</source>
        <translation>Display codes</translation>
    </message>
    <message>
        <source>Light</source>
        <translation>Light</translation>
    </message>
    <message>
        <source>Nothing</source>
        <translation>Nothing</translation>
    </message>
    <message>
        <source>Colour</source>
        <translation>Colour</translation>
    </message>
    <message>
        <source>File</source>
        <translation>File</translation>
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
        <translation>fr</translation>
    </message>
    <message>
        <source>°</source>
        <translation>°</translation>
    </message>
    <message>
        <source>EV</source>
        <translation>EV</translation>
    </message>
    <message>
        <source>K</source>
        <translation>K</translation>
    </message>
    <message>
        <source>hh</source>
        <translation>hh</translation>
    </message>
    <message>
        <source>Cut out</source>
        <translation>Cut out</translation>
    </message>
    <message>
        <source>Swap background</source>
        <translation>Swap background</translation>
    </message>
    <message>
        <source>Green screen</source>
        <translation>Green screen</translation>
    </message>
    <message>
        <source>Key, fill, rim</source>
        <translation>Key, fill, rim</translation>
    </message>
    <message>
        <source>Window</source>
        <translation>Window</translation>
    </message>
    <message>
        <source>Golden hour</source>
        <translation>Golden hour</translation>
    </message>
    <message>
        <source>Moonlight</source>
        <translation>Moonlight</translation>
    </message>
    <message>
        <source>Directional</source>
        <translation>Directional</translation>
    </message>
    <message>
        <source>Point</source>
        <translation>Point</translation>
    </message>
    <message>
        <source>Spot</source>
        <translation>Spot</translation>
    </message>
    <message>
        <source>Area</source>
        <translation>Area</translation>
    </message>
    <message>
        <source>Dome</source>
        <translation>Dome</translation>
    </message>
    <message>
        <source>From the background</source>
        <translation>From the background</translation>
    </message>
    <message>
        <source>Nuke: EXR and a script</source>
        <translation>Nuke: EXR and a script</translation>
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
        <translation>EXR folders, one a layer</translation>
    </message>
    <message>
        <source>PNG, 16 bit</source>
        <translation>PNG, 16 bit</translation>
    </message>
    <message>
        <source>ProRes 4444 with alpha</source>
        <translation>ProRes 4444 with alpha</translation>
    </message>
    <message>
        <source>H.264 review</source>
        <translation>H.264 review</translation>
    </message>
    <message>
        <source>HEVC review</source>
        <translation>HEVC review</translation>
    </message>
    <message>
        <source>Contact sheet</source>
        <translation>Contact sheet</translation>
    </message>
    <message>
        <source>One EXR a frame with all layers, and a script that rebuilds the composite</source>
        <translation>One EXR a frame with all layers, and a script that rebuilds the composite</translation>
    </message>
    <message>
        <source>One EXR a frame with all layers, for Blender&apos;s compositor</source>
        <translation>One EXR a frame with all layers, for Blender&apos;s compositor</translation>
    </message>
    <message>
        <source>One EXR a frame with all layers, for Resolve and Fusion</source>
        <translation>One EXR a frame with all layers, for Resolve and Fusion</translation>
    </message>
    <message>
        <source>A folder of EXR files for each layer, with plain channel names</source>
        <translation>A folder of EXR files for each layer, with plain channel names</translation>
    </message>
    <message>
        <source>A 16-bit PNG for each layer and frame</source>
        <translation>A 16-bit PNG for each layer and frame</translation>
    </message>
    <message>
        <source>A movie of the picture with its alpha</source>
        <translation>A movie of the picture with its alpha</translation>
    </message>
    <message>
        <source>A movie of the picture for review, with frame numbers in it</source>
        <translation>A movie of the picture for review, with frame numbers in it</translation>
    </message>
    <message>
        <source>All layers over time on one picture</source>
        <translation>All layers over time on one picture</translation>
    </message>
    <message>
        <source>Matte as edited</source>
        <translation>Matte as edited</translation>
    </message>
    <message>
        <source>Albedo as graded</source>
        <translation>Albedo as graded</translation>
    </message>
    <message>
        <source>Irradiance as relit</source>
        <translation>Irradiance as relit</translation>
    </message>
</context>
<context>
    <name>Docks</name>
    <message>
        <source>Media</source>
        <translation>Media</translation>
    </message>
    <message>
        <source>Task</source>
        <translation>Task</translation>
    </message>
    <message>
        <source>Takes</source>
        <translation>Takes</translation>
    </message>
    <message>
        <source>Jobs</source>
        <translation>Jobs</translation>
    </message>
    <message>
        <source>Timeline</source>
        <translation>Timeline</translation>
    </message>
    <message>
        <source>Inspector</source>
        <translation>Inspector</translation>
    </message>
    <message>
        <source>History</source>
        <translation>History</translation>
    </message>
    <message>
        <source>Composite</source>
        <translation>Composite</translation>
    </message>
    <message>
        <source>Relight</source>
        <translation>Relight</translation>
    </message>
</context>
<context>
    <name>unividx::ui::EditController</name>
    <message>
        <source>Split %1</source>
        <translation>Split %1</translation>
    </message>
    <message>
        <source>Delete %1</source>
        <translation>Delete %1</translation>
    </message>
    <message>
        <source>Ripple delete %1</source>
        <translation>Ripple delete %1</translation>
    </message>
    <message>
        <source>Add marker</source>
        <translation>Add marker</translation>
    </message>
    <message>
        <source>Set in</source>
        <translation>Set in</translation>
    </message>
    <message>
        <source>Set out</source>
        <translation>Set out</translation>
    </message>
    <message>
        <source>Clear in and out</source>
        <translation>Clear in and out</translation>
    </message>
    <message>
        <source>Undo: %1</source>
        <translation>Undo: %1</translation>
    </message>
    <message>
        <source>Undo</source>
        <translation>Undo</translation>
    </message>
    <message>
        <source>Redo: %1</source>
        <translation>Redo: %1</translation>
    </message>
    <message>
        <source>Redo</source>
        <translation>Redo</translation>
    </message>
</context>
<context>
    <name>unividx::ui::ExportDialog</name>
    <message>
        <source>Export %1</source>
        <translation>Export %1</translation>
    </message>
    <message>
        <source>Names of the files</source>
        <translation>Names of the files</translation>
    </message>
    <message>
        <source>Export</source>
        <translation>Export</translation>
    </message>
    <message>
        <source>Folder</source>
        <translation>Folder</translation>
    </message>
    <message>
        <source>Choose...</source>
        <translation>Choose...</translation>
    </message>
    <message>
        <source>Folder of the files</source>
        <translation>Folder of the files</translation>
    </message>
    <message>
        <source>First frame</source>
        <translation>First frame</translation>
    </message>
    <message>
        <source>Last frame</source>
        <translation>Last frame</translation>
    </message>
    <message>
        <source>to</source>
        <translation>to</translation>
    </message>
    <message>
        <source>Preset</source>
        <translation>Preset</translation>
    </message>
    <message>
        <source>Shot</source>
        <translation>Shot</translation>
    </message>
    <message>
        <source>File names</source>
        <translation>File names</translation>
    </message>
    <message>
        <source>Frames</source>
        <translation>Frames</translation>
    </message>
    <message>
        <source>Layers</source>
        <translation>Layers</translation>
    </message>
    <message>
        <source>Layers in files</source>
        <translation>Layers in files</translation>
    </message>
    <message>
        <source>Bit depth</source>
        <translation>Bit depth</translation>
    </message>
    <message>
        <source>16 bit half float</source>
        <translation>16 bit half float</translation>
    </message>
    <message>
        <source>32 bit float</source>
        <translation>32 bit float</translation>
    </message>
    <message>
        <source>None</source>
        <translation>None</translation>
    </message>
    <message>
        <source>Compression of colour</source>
        <translation>Compression of colour</translation>
    </message>
    <message>
        <source>Compression with data</source>
        <translation>Compression with data</translation>
    </message>
    <message>
        <source>Channel names</source>
        <translation>Channel names</translation>
    </message>
    <message>
        <source>With the layer&apos;s name</source>
        <translation>With the layer&apos;s name</translation>
    </message>
    <message>
        <source>Plain R, G, B</source>
        <translation>Plain R, G, B</translation>
    </message>
    <message>
        <source>Store only the part that is not empty</source>
        <translation>Store only the part that is not empty</translation>
    </message>
    <message>
        <source>Data window</source>
        <translation>Data window</translation>
    </message>
    <message>
        <source>Write a script that rebuilds the composite</source>
        <translation>Write a script that rebuilds the composite</translation>
    </message>
    <message>
        <source>Nuke</source>
        <translation>Nuke</translation>
    </message>
    <message>
        <source>8 bit</source>
        <translation>8 bit</translation>
    </message>
    <message>
        <source>16 bit</source>
        <translation>16 bit</translation>
    </message>
    <message>
        <source>Quality</source>
        <translation>Quality</translation>
    </message>
    <message>
        <source>Chroma</source>
        <translation>Chroma</translation>
    </message>
    <message>
        <source>Columns</source>
        <translation>Columns</translation>
    </message>
    <message>
        <source>Colour space</source>
        <translation>Colour space</translation>
    </message>
    <message>
        <source>First number</source>
        <translation>First number</translation>
    </message>
    <message>
        <source>Digits</source>
        <translation>Digits</translation>
    </message>
    <message>
        <source>Frame numbers</source>
        <translation>Frame numbers</translation>
    </message>
    <message>
        <source>No layer is chosen.</source>
        <translation>No layer is chosen.</translation>
    </message>
    <message>
        <source>There is no frame between the first and the last.</source>
        <translation>There is no frame between the first and the last.</translation>
    </message>
    <message>
        <source>The folder needs a whole path.</source>
        <translation>The folder needs a whole path.</translation>
    </message>
    <message numerus="yes">
        <source>and %n more</source>
        <translation>
            <numerusform>and %n more</numerusform>
            <numerusform>and %n more</numerusform>
        </translation>
    </message>
    <message>
        <source>Existing files</source>
        <translation>Existing files</translation>
    </message>
    <message>
        <source>Stop rather than touch them</source>
        <translation>Stop rather than touch them</translation>
    </message>
    <message>
        <source>Overwrite them</source>
        <translation>Overwrite them</translation>
    </message>
    <message>
        <source>Resume: keep complete frames</source>
        <translation>Resume: keep complete frames</translation>
    </message>
    <message>
        <source>One file per layer</source>
        <translation>One file per layer</translation>
    </message>
    <message>
        <source>All in one file</source>
        <translation>All in one file</translation>
    </message>
    <message>
        <source>All in one file, a part each (multi-part)</source>
        <translation>All in one file, a part each (multi-part)</translation>
    </message>
    <message>
        <source>0 is lossless, 18 is good, 12 has no visible loss</source>
        <translation>0 is lossless, 18 is good, 12 has no visible loss</translation>
    </message>
    <message>
        <source>Default for the format</source>
        <translation>Default for the format</translation>
    </message>
    <message>
        <source>Burn-in text</source>
        <translation>Burn-in text</translation>
    </message>
    <message>
        <source>Start at</source>
        <translation>Start at</translation>
    </message>
    <message>
        <source>One file: an export that is interrupted starts again from its first frame.</source>
        <translation>One file: an export that is interrupted starts again from its first frame.</translation>
    </message>
    <message>
        <source>Handles</source>
        <translation>Handles</translation>
    </message>
    <message>
        <source>Frames to write before the first and after the last as well, where the source has them</source>
        <translation>Frames to write before the first and after the last as well, where the source has them</translation>
    </message>
</context>
<context>
    <name>unividx::ui::HelpController</name>
    <message>
        <source>Diagnostics are on the clipboard. They name no files, prompts or media.</source>
        <translation>Diagnostics are on the clipboard. They name no files, prompts or media.</translation>
    </message>
    <message>
        <source>Log</source>
        <translation>Log</translation>
    </message>
    <message>
        <source>File</source>
        <translation>File</translation>
    </message>
    <message>
        <source>Text</source>
        <translation>Text</translation>
    </message>
    <message>
        <source>Nothing has been logged.</source>
        <translation>Nothing has been logged.</translation>
    </message>
    <message>
        <source>Copy</source>
        <translation>Copy</translation>
    </message>
</context>
<context>
    <name>unividx::ui::HistoryModel</name>
    <message>
        <source>Start</source>
        <translation>Start</translation>
    </message>
    <message>
        <source>%1, undone</source>
        <translation>%1, undone</translation>
    </message>
</context>
<context>
    <name>unividx::ui::HistoryPanel</name>
    <message>
        <source>History</source>
        <translation>History</translation>
    </message>
</context>
<context>
    <name>unividx::ui::Inspector</name>
    <message>
        <source>Select a clip to see what it is</source>
        <translation>Select a clip to see what it is</translation>
    </message>
    <message>
        <source>Name of the clip</source>
        <translation>Name of the clip</translation>
    </message>
    <message>
        <source>Rename clip</source>
        <translation>Rename clip</translation>
    </message>
    <message>
        <source>Place</source>
        <translation>Place</translation>
    </message>
    <message>
        <source>%1 to %2</source>
        <translation>%1 to %2</translation>
    </message>
    <message>
        <source>Length</source>
        <translation>Length</translation>
    </message>
    <message numerus="yes">
        <source>%n frame(s)</source>
        <translation>
            <numerusform>%n frame</numerusform>
            <numerusform>%n frames</numerusform>
        </translation>
    </message>
    <message>
        <source>Source</source>
        <translation>Source</translation>
    </message>
    <message>
        <source>from %1</source>
        <translation>from %1</translation>
    </message>
    <message>
        <source>Size</source>
        <translation>Size</translation>
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
        <translation>%1 fps</translation>
    </message>
    <message>
        <source>Frames</source>
        <translation>Frames</translation>
    </message>
    <message>
        <source>Sound</source>
        <translation>Sound</translation>
    </message>
    <message>
        <source>yes</source>
        <translation>yes</translation>
    </message>
    <message>
        <source>no</source>
        <translation>no</translation>
    </message>
    <message>
        <source>File</source>
        <translation>File</translation>
    </message>
    <message>
        <source>Task</source>
        <translation>Task</translation>
    </message>
    <message>
        <source>Take</source>
        <translation>Take</translation>
    </message>
    <message>
        <source>Layers</source>
        <translation>Layers</translation>
    </message>
    <message>
        <source>Model</source>
        <translation>Model</translation>
    </message>
    <message>
        <source>%1, %2, seed %3</source>
        <translation>%1, %2, seed %3</translation>
    </message>
    <message>
        <source>Folder</source>
        <translation>Folder</translation>
    </message>
    <message>
        <source>Frames made</source>
        <translation>Frames made</translation>
    </message>
</context>
<context>
    <name>ItemResults</name>
    <message>
        <source>Matte as edited</source>
        <translation>Matte as edited</translation>
    </message>
    <message>
        <source>Relit by the model</source>
        <translation>Relit by the model</translation>
    </message>
    <message>
        <source>Harmonised by the model</source>
        <translation>Harmonised by the model</translation>
    </message>
</context>
<context>
    <name>unividx::ui::ItemSettingsDialog</name>
    <message>
        <source>What is dropped on the queue</source>
        <translation>What is dropped on the queue</translation>
    </message>
    <message>
        <source>Settings of the item</source>
        <translation>Settings of the item</translation>
    </message>
    <message>
        <source>this machine</source>
        <translation>this machine</translation>
    </message>
    <message>
        <source>the Slurm farm</source>
        <translation>the Slurm farm</translation>
    </message>
    <message>
        <source>Choose...</source>
        <translation>Choose...</translation>
    </message>
    <message>
        <source>Choose the folder of the layers</source>
        <translation>Choose the folder of the layers</translation>
    </message>
    <message>
        <source>beside each clip</source>
        <translation>beside each clip</translation>
    </message>
    <message>
        <source>Folder of the layers</source>
        <translation>Folder of the layers</translation>
    </message>
    <message>
        <source>Make</source>
        <translation>Make</translation>
    </message>
    <message>
        <source>Quality</source>
        <translation>Quality</translation>
    </message>
    <message>
        <source>Model</source>
        <translation>Model</translation>
    </message>
    <message>
        <source>Device</source>
        <translation>Device</translation>
    </message>
    <message>
        <source>Seed</source>
        <translation>Seed</translation>
    </message>
    <message>
        <source>Prompt</source>
        <translation>Prompt</translation>
    </message>
    <message>
        <source>Negative prompt</source>
        <translation>Negative prompt</translation>
    </message>
    <message>
        <source>Layers to</source>
        <translation>Layers to</translation>
    </message>
    <message>
        <source>Runs on</source>
        <translation>Runs on</translation>
    </message>
    <message numerus="yes">
        <source>%n step(s)</source>
        <translation>
            <numerusform>%n step</numerusform>
            <numerusform>%n steps</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>unividx::ui::JobsPanel</name>
    <message>
        <source>Priority</source>
        <translation>Priority</translation>
    </message>
    <message>
        <source>Higher runs first; 0 is usual</source>
        <translation>Higher runs first; 0 is usual</translation>
    </message>
    <message>
        <source>Hold until</source>
        <translation>Hold until</translation>
    </message>
    <message>
        <source>Not before</source>
        <translation>Not before</translation>
    </message>
    <message>
        <source>No hold</source>
        <translation>No hold</translation>
    </message>
    <message>
        <source>How many at a time</source>
        <translation>How many at a time</translation>
    </message>
    <message>
        <source>Accelerator</source>
        <translation>Accelerator</translation>
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
        <translation>Log of %1</translation>
    </message>
    <message>
        <source>Log</source>
        <translation>Log</translation>
    </message>
    <message>
        <source>It has not run yet</source>
        <translation>It has not run yet</translation>
    </message>
    <message>
        <source>Pause</source>
        <translation>Pause</translation>
    </message>
    <message>
        <source>Resume</source>
        <translation>Resume</translation>
    </message>
    <message>
        <source>Cancel</source>
        <translation>Cancel</translation>
    </message>
    <message>
        <source>Try again</source>
        <translation>Try again</translation>
    </message>
    <message>
        <source>Duplicate</source>
        <translation>Duplicate</translation>
    </message>
    <message>
        <source>Earlier</source>
        <translation>Earlier</translation>
    </message>
    <message>
        <source>Later</source>
        <translation>Later</translation>
    </message>
    <message>
        <source>To the front</source>
        <translation>To the front</translation>
    </message>
    <message>
        <source>Priority...</source>
        <translation>Priority...</translation>
    </message>
    <message>
        <source>Hold until...</source>
        <translation>Hold until...</translation>
    </message>
    <message>
        <source>Settings...</source>
        <translation>Settings...</translation>
    </message>
    <message>
        <source>What is made of a clip that is dropped here</source>
        <translation>What is made of a clip that is dropped here</translation>
    </message>
    <message>
        <source>Settings of what is dropped...</source>
        <translation>Settings of what is dropped...</translation>
    </message>
    <message>
        <source>More</source>
        <translation>More</translation>
    </message>
    <message>
        <source>Run the queue</source>
        <translation>Run the queue</translation>
    </message>
    <message>
        <source>Run what waits, one after another, each in a process of its own</source>
        <translation>Run what waits, one after another, each in a process of its own</translation>
    </message>
    <message>
        <source>The queue cannot be used: %1</source>
        <translation>The queue cannot be used: %1</translation>
    </message>
    <message>
        <source>How many at a time...</source>
        <translation>How many at a time...</translation>
    </message>
    <message>
        <source>Remove all that is finished</source>
        <translation>Remove all that is finished</translation>
    </message>
    <message>
        <source>Drop clips, folders and projects here</source>
        <translation>Drop clips, folders and projects here</translation>
    </message>
    <message>
        <source>They are kept until they are done, whatever happens to this window.</source>
        <translation>They are kept until they are done, whatever happens to this window.</translation>
    </message>
    <message>
        <source>Start now</source>
        <translation>Start now</translation>
    </message>
    <message>
        <source>Show the result</source>
        <translation>Show the result</translation>
    </message>
    <message>
        <source>Open</source>
        <translation>Open</translation>
    </message>
    <message>
        <source>Show in folder</source>
        <translation>Show in folder</translation>
    </message>
    <message>
        <source>Copy path</source>
        <translation>Copy path</translation>
    </message>
    <message>
        <source>Run again</source>
        <translation>Run again</translation>
    </message>
    <message>
        <source>Remove from the list</source>
        <translation>Remove from the list</translation>
    </message>
    <message>
        <source>Jobs</source>
        <translation>Jobs</translation>
    </message>
    <message>
        <source>Hold the queue</source>
        <translation>Hold the queue</translation>
    </message>
    <message>
        <source>What runs is finished; nothing else begins until the queue is run again</source>
        <translation>What runs is finished; nothing else begins until the queue is run again</translation>
    </message>
</context>
<context>
    <name>Layers</name>
    <message>
        <source>Shot</source>
        <translation>Shot</translation>
    </message>
    <message>
        <source>Albedo x irradiance</source>
        <translation>Albedo x irradiance</translation>
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
        <translation>Compare what is shown with this take, in a wipe</translation>
    </message>
    <message>
        <source>Rename</source>
        <translation>Rename</translation>
    </message>
    <message>
        <source>Copy the settings back to the task</source>
        <translation>Copy the settings back to the task</translation>
    </message>
    <message>
        <source>Show the folder</source>
        <translation>Show the folder</translation>
    </message>
    <message>
        <source>Copy settings of take</source>
        <translation>Copy settings of take</translation>
    </message>
    <message>
        <source>What is made of a clip is listed here, newest first</source>
        <translation>What is made of a clip is listed here, newest first</translation>
    </message>
    <message>
        <source>Use it</source>
        <translation>Use it</translation>
    </message>
    <message>
        <source>Composites, the timeline&apos;s pictures and exports are made of the new take from now on; undo goes back</source>
        <translation>Composites, the timeline&apos;s pictures and exports are made of the new take from now on; undo goes back</translation>
    </message>
    <message>
        <source>Use this take</source>
        <translation>Use this take</translation>
    </message>
    <message>
        <source>Remove from the project; the files stay, and undo brings it back</source>
        <translation>Remove from the project; the files stay, and undo brings it back</translation>
    </message>
    <message>
        <source>Delete from the disk...</source>
        <translation>Delete from the disk...</translation>
    </message>
    <message>
        <source>Remove take</source>
        <translation>Remove take</translation>
    </message>
    <message>
        <source>New take ready: %1</source>
        <translation>New take ready: %1</translation>
    </message>
    <message>
        <source>Keep %1</source>
        <translation>Keep %1</translation>
    </message>
    <message>
        <source>On disk: this clip %1, the project %2</source>
        <translation>On disk: this clip %1, the project %2</translation>
    </message>
</context>
<context>
    <name>unividx::ui::LightTool</name>
    <message>
        <source>Move light</source>
        <translation>Move light</translation>
    </message>
    <message>
        <source>%1, %2 heights out</source>
        <translation>%1, %2 heights out</translation>
    </message>
    <message>
        <source>%1&apos;s target</source>
        <translation>%1&apos;s target</translation>
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
        <translation>Solo of %1</translation>
    </message>
    <message>
        <source>Mute of %1</source>
        <translation>Mute of %1</translation>
    </message>
    <message>
        <source>Light</source>
        <translation>Light</translation>
    </message>
    <message>
        <source>Solo</source>
        <translation>Solo</translation>
    </message>
    <message>
        <source>Mute</source>
        <translation>Mute</translation>
    </message>
    <message>
        <source>Rename light</source>
        <translation>Rename light</translation>
    </message>
    <message>
        <source>Solo light</source>
        <translation>Solo light</translation>
    </message>
    <message>
        <source>End solo</source>
        <translation>End solo</translation>
    </message>
    <message>
        <source>Mute light</source>
        <translation>Mute light</translation>
    </message>
    <message>
        <source>Light on</source>
        <translation>Light on</translation>
    </message>
    <message>
        <source>Only lights on solo shine (S)</source>
        <translation>Only lights on solo shine (S)</translation>
    </message>
    <message>
        <source>A muted light does not shine (M)</source>
        <translation>A muted light does not shine (M)</translation>
    </message>
</context>
<context>
    <name>unividx::ui::MatteForm</name>
    <message>
        <source>Garbage</source>
        <translation>Garbage</translation>
    </message>
    <message>
        <source>Draw a shape in which nothing is kept: click corners, drag curves, Enter closes it</source>
        <translation>Draw a shape in which nothing is kept: click corners, drag curves, Enter closes it</translation>
    </message>
    <message>
        <source>Holdout</source>
        <translation>Holdout</translation>
    </message>
    <message>
        <source>Draw a shape in which all is kept: click corners, drag curves, Enter closes it</source>
        <translation>Draw a shape in which all is kept: click corners, drag curves, Enter closes it</translation>
    </message>
    <message>
        <source>Keep</source>
        <translation>Keep</translation>
    </message>
    <message>
        <source>Paint what is kept; Ctrl and the wheel change the size</source>
        <translation>Paint what is kept; Ctrl and the wheel change the size</translation>
    </message>
    <message>
        <source>Remove</source>
        <translation>Remove</translation>
    </message>
    <message>
        <source>Paint what is removed; Ctrl and the wheel change the size</source>
        <translation>Paint what is removed; Ctrl and the wheel change the size</translation>
    </message>
    <message>
        <source>Soft</source>
        <translation>Soft</translation>
    </message>
    <message>
        <source>Paint where the edge is soft; Ctrl and the wheel change the size</source>
        <translation>Paint where the edge is soft; Ctrl and the wheel change the size</translation>
    </message>
    <message>
        <source>Brush radius</source>
        <translation>Brush radius</translation>
    </message>
    <message>
        <source>Brush hardness</source>
        <translation>Brush hardness</translation>
    </message>
    <message>
        <source>Brush strength</source>
        <translation>Brush strength</translation>
    </message>
    <message>
        <source>Feather of the shape</source>
        <translation>Feather of the shape</translation>
    </message>
    <message>
        <source>The shape is about what lies outside of it</source>
        <translation>The shape is about what lies outside of it</translation>
    </message>
    <message>
        <source>Remove the shape</source>
        <translation>Remove the shape</translation>
    </message>
    <message>
        <source>Remove the strokes of this frame</source>
        <translation>Remove the strokes of this frame</translation>
    </message>
    <message>
        <source>Publish and lock the matte</source>
        <translation>Publish and lock the matte</translation>
    </message>
    <message>
        <source>Makes the matte as it is edited a layer and locks it, with the shot: a run then makes foreground and background anew from it</source>
        <translation>Makes the matte as it is edited a layer and locks it, with the shot: a run then makes foreground and background anew from it</translation>
    </message>
    <message>
        <source>Invert shape</source>
        <translation>Invert shape</translation>
    </message>
    <message>
        <source>Feather of a shape</source>
        <translation>Feather of a shape</translation>
    </message>
    <message numerus="yes">
        <source>%n shape(s)</source>
        <translation>
            <numerusform>%n shape</numerusform>
            <numerusform>%n shapes</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n stroke(s)</source>
        <translation>
            <numerusform>%n stroke</numerusform>
            <numerusform>%n strokes</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>unividx::ui::MatteTool</name>
    <message>
        <source>Remove shape</source>
        <translation>Remove shape</translation>
    </message>
    <message>
        <source>Remove strokes of a frame</source>
        <translation>Remove strokes of a frame</translation>
    </message>
    <message>
        <source>Garbage shape</source>
        <translation>Garbage shape</translation>
    </message>
    <message>
        <source>Holdout shape</source>
        <translation>Holdout shape</translation>
    </message>
    <message>
        <source>Remove point</source>
        <translation>Remove point</translation>
    </message>
    <message>
        <source>Move point</source>
        <translation>Move point</translation>
    </message>
    <message>
        <source>Brush stroke</source>
        <translation>Brush stroke</translation>
    </message>
</context>
<context>
    <name>unividx::ui::MediaImporter</name>
    <message>
        <source>%1 (assumed)</source>
        <translation>%1 (assumed)</translation>
    </message>
</context>
<context>
    <name>unividx::ui::MediaPool</name>
    <message>
        <source>Imported</source>
        <translation>Imported</translation>
    </message>
    <message>
        <source>Queued</source>
        <translation>Queued</translation>
    </message>
    <message>
        <source>Running</source>
        <translation>Running</translation>
    </message>
    <message>
        <source>Layers ready</source>
        <translation>Layers ready</translation>
    </message>
    <message>
        <source>Failed</source>
        <translation>Failed</translation>
    </message>
    <message>
        <source>Missing</source>
        <translation>Missing</translation>
    </message>
    <message numerus="yes">
        <source>, %n note(s)</source>
        <translation>
            <numerusform>, %n note</numerusform>
            <numerusform>, %n notes</numerusform>
        </translation>
    </message>
    <message>
        <source>Drop movies, pictures or folders here</source>
        <translation>Drop movies, pictures or folders here</translation>
    </message>
    <message>
        <source>Media pool</source>
        <translation>Media pool</translation>
    </message>
    <message>
        <source>Notes on the chosen file</source>
        <translation>Notes on the chosen file</translation>
    </message>
    <message>
        <source>Put on the timeline</source>
        <translation>Put on the timeline</translation>
    </message>
    <message>
        <source>Relink to another file...</source>
        <translation>Relink to another file...</translation>
    </message>
    <message>
        <source>Remove from the project; the file stays</source>
        <translation>Remove from the project; the file stays</translation>
    </message>
    <message>
        <source>Relink %1</source>
        <translation>Relink %1</translation>
    </message>
    <message>
        <source>Remove %1</source>
        <translation>Remove %1</translation>
    </message>
    <message>
        <source>Import %1</source>
        <translation>Import %1</translation>
    </message>
    <message>
        <source>Colour space</source>
        <translation>Colour space</translation>
    </message>
    <message>
        <source>As the file says</source>
        <translation>As the file says</translation>
    </message>
</context>
<context>
    <name>unividx::ui::MediaPoolModel</name>
    <message>
        <source>Thumbnail: the file itself, without layers or nodes</source>
        <translation>Thumbnail: the file itself, without layers or nodes</translation>
    </message>
    <message>
        <source>%1, %2, %3</source>
        <translation>%1, %2, %3</translation>
    </message>
    <message>
        <source>%1 x %2, %3 fps, %4 frames</source>
        <translation>%1 x %2, %3 fps, %4 frames</translation>
    </message>
    <message>
        <source>Colour: %1</source>
        <translation>Colour: %1</translation>
    </message>
    <message>
        <source>Colour: %1 (chosen)</source>
        <translation>Colour: %1 (chosen)</translation>
    </message>
</context>
<context>
    <name>Menus</name>
    <message>
        <source>&amp;File</source>
        <translation>&amp;File</translation>
    </message>
    <message>
        <source>&amp;Edit</source>
        <translation>&amp;Edit</translation>
    </message>
    <message>
        <source>&amp;View</source>
        <translation>&amp;View</translation>
    </message>
    <message>
        <source>&amp;Play</source>
        <translation>&amp;Play</translation>
    </message>
    <message>
        <source>&amp;Run</source>
        <translation>&amp;Run</translation>
    </message>
    <message>
        <source>&amp;Help</source>
        <translation>&amp;Help</translation>
    </message>
    <message>
        <source>Open &amp;recent</source>
        <translation>Open &amp;recent</translation>
    </message>
</context>
<context>
    <name>unividx::ui::NodesModel</name>
    <message>
        <source>%1, bypassed</source>
        <translation>%1, bypassed</translation>
    </message>
    <message>
        <source>Bypass node</source>
        <translation>Bypass node</translation>
    </message>
    <message>
        <source>Use node</source>
        <translation>Use node</translation>
    </message>
    <message>
        <source>Rename node</source>
        <translation>Rename node</translation>
    </message>
    <message>
        <source>Move node</source>
        <translation>Move node</translation>
    </message>
</context>
<context>
    <name>unividx::ui::NumberForm</name>
    <message>
        <source>Drag to the side to change it; with Shift ten times as far, with Ctrl a tenth</source>
        <translation>Drag to the side to change it; with Shift ten times as far, with Ctrl a tenth</translation>
    </message>
    <message>
        <source>Key of %1 at this frame</source>
        <translation>Key of %1 at this frame</translation>
    </message>
    <message numerus="yes">
        <source>%n key(s); right click for how it goes on</source>
        <translation>
            <numerusform>%n key; right click for how it goes on</numerusform>
            <numerusform>%n keys; right click for how it goes on</numerusform>
        </translation>
    </message>
    <message>
        <source>Make a key of %1 at this frame</source>
        <translation>Make a key of %1 at this frame</translation>
    </message>
    <message>
        <source>Smooth to the next key</source>
        <translation>Smooth to the next key</translation>
    </message>
    <message>
        <source>Linear to the next key</source>
        <translation>Linear to the next key</translation>
    </message>
    <message>
        <source>Hold until the next key</source>
        <translation>Hold until the next key</translation>
    </message>
    <message>
        <source>Remove the key</source>
        <translation>Remove the key</translation>
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
        <translation>Cache of frames</translation>
    </message>
    <message>
        <source>Cache of thumbnails</source>
        <translation>Cache of thumbnails</translation>
    </message>
    <message>
        <source>OpenGL</source>
        <translation>OpenGL</translation>
    </message>
    <message>
        <source>Drawing of the viewer</source>
        <translation>Drawing of the viewer</translation>
    </message>
    <message>
        <source>Language</source>
        <translation>Language</translation>
    </message>
    <message>
        <source>Preferences</source>
        <translation>Preferences</translation>
    </message>
    <message>
        <source>Frames in memory</source>
        <translation>Frames in memory</translation>
    </message>
    <message>
        <source>Thumbnails in memory</source>
        <translation>Thumbnails in memory</translation>
    </message>
    <message>
        <source>Viewer</source>
        <translation>Viewer</translation>
    </message>
    <message>
        <source>Drawing</source>
        <translation>Drawing</translation>
    </message>
    <message>
        <source>Cache sizes and language take effect at the next start.</source>
        <translation>Cache sizes and language take effect at the next start.</translation>
    </message>
    <message>
        <source>With a sound</source>
        <translation>With a sound</translation>
    </message>
    <message>
        <source>Queue</source>
        <translation>Queue</translation>
    </message>
    <message>
        <source>Smooth scaling when zoomed out</source>
        <translation>Smooth scaling when zoomed out</translation>
    </message>
    <message>
        <source>Show the pixel values under the pointer</source>
        <translation>Show the pixel values under the pointer</translation>
    </message>
    <message>
        <source>Loop playback</source>
        <translation>Loop playback</translation>
    </message>
    <message>
        <source>Desktop notification when the queue has finished</source>
        <translation>Desktop notification when the queue has finished</translation>
    </message>
    <message>
        <source>Automatic</source>
        <translation>Automatic</translation>
    </message>
    <message>
        <source>Software</source>
        <translation>Software</translation>
    </message>
    <message>
        <source>System language</source>
        <translation>System language</translation>
    </message>
    <message>
        <source> min</source>
        <translation> min</translation>
    </message>
    <message>
        <source>Not at all</source>
        <translation>Not at all</translation>
    </message>
    <message>
        <source>The next run begins sooner while the model is in memory; other programs have the memory sooner when it is not</source>
        <translation>The next run begins sooner while the model is in memory; other programs have the memory sooner when it is not</translation>
    </message>
    <message>
        <source>Minutes for which an idle worker keeps its model</source>
        <translation>Minutes for which an idle worker keeps its model</translation>
    </message>
    <message>
        <source>Keep an idle model for</source>
        <translation>Keep an idle model for</translation>
    </message>
</context>
<context>
    <name>unividx::ui::PreviewStrip</name>
    <message>
        <source>Latest frame %1</source>
        <translation>Latest frame %1</translation>
    </message>
</context>
<context>
    <name>unividx::ui::ProjectController</name>
    <message>
        <source>Add %1</source>
        <translation>Add %1</translation>
    </message>
    <message>
        <source>Untitled</source>
        <translation>Untitled</translation>
    </message>
    <message>
        <source> (read only)</source>
        <translation> (read only)</translation>
    </message>
    <message>
        <source>UniVidX projects (*.uvx)</source>
        <translation>UniVidX projects (*.uvx)</translation>
    </message>
    <message>
        <source>OpenTimelineIO (*.otio)</source>
        <translation>OpenTimelineIO (*.otio)</translation>
    </message>
    <message>
        <source>Open project</source>
        <translation>Open project</translation>
    </message>
    <message>
        <source>Import media</source>
        <translation>Import media</translation>
    </message>
    <message>
        <source>Import timeline</source>
        <translation>Import timeline</translation>
    </message>
    <message>
        <source>Export timeline</source>
        <translation>Export timeline</translation>
    </message>
    <message>
        <source>Exported %1</source>
        <translation>Exported %1</translation>
    </message>
    <message>
        <source>Choose the input</source>
        <translation>Choose the input</translation>
    </message>
    <message>
        <source>Opening %1</source>
        <translation>Opening %1</translation>
    </message>
    <message>
        <source>Opened %1</source>
        <translation>Opened %1</translation>
    </message>
    <message>
        <source>Import %1</source>
        <translation>Import %1</translation>
    </message>
    <message>
        <source>Imported with losses</source>
        <translation>Imported with losses</translation>
    </message>
    <message numerus="yes">
        <source>%n thing(s) of the timeline could not be kept.</source>
        <translation>
            <numerusform>%n thing of the timeline could not be kept.</numerusform>
            <numerusform>%n things of the timeline could not be kept.</numerusform>
        </translation>
    </message>
    <message>
        <source>Recover</source>
        <translation>Recover</translation>
    </message>
    <message>
        <source>Unsaved changes</source>
        <translation>Unsaved changes</translation>
    </message>
    <message>
        <source>The project has changes that are not saved.</source>
        <translation>The project has changes that are not saved.</translation>
    </message>
    <message>
        <source>Save project</source>
        <translation>Save project</translation>
    </message>
    <message>
        <source>Saved %1</source>
        <translation>Saved %1</translation>
    </message>
    <message>
        <source>%1 cannot be opened.</source>
        <translation>%1 cannot be opened.</translation>
    </message>
    <message>
        <source>There is no earlier save beside it that can be read.</source>
        <translation>There is no earlier save beside it that can be read.</translation>
    </message>
    <message>
        <source>An earlier save of it, %1, can be opened instead. The damaged file stays as it is until you save.</source>
        <translation>An earlier save of it, %1, can be opened instead. The damaged file stays as it is until you save.</translation>
    </message>
    <message>
        <source>Open the earlier save</source>
        <translation>Open the earlier save</translation>
    </message>
    <message>
        <source>Open an earlier save</source>
        <translation>Open an earlier save</translation>
    </message>
    <message>
        <source>There is no autosave in this session</source>
        <translation>There is no autosave in this session</translation>
    </message>
    <message>
        <source>Save often, or mend the folder and start again.</source>
        <translation>Save often, or mend the folder and start again.</translation>
    </message>
    <message>
        <source>Save</source>
        <translation>Save</translation>
    </message>
    <message>
        <source>The autosave failed</source>
        <translation>The autosave failed</translation>
    </message>
    <message>
        <source>A crash would lose what was edited since the last save. It is tried again in a minute.</source>
        <translation>A crash would lose what was edited since the last save. It is tried again in a minute.</translation>
    </message>
    <message>
        <source>%1 was not saved</source>
        <translation>%1 was not saved</translation>
    </message>
    <message>
        <source>The project is unchanged in this window. Make room on the disk, or save it in another place.</source>
        <translation>The project is unchanged in this window. Make room on the disk, or save it in another place.</translation>
    </message>
    <message>
        <source>Save as...</source>
        <translation>Save as...</translation>
    </message>
    <message>
        <source>%1 uses layers of another project</source>
        <translation>%1 uses layers of another project</translation>
    </message>
    <message>
        <source>The layers made so far stay where they are, and both projects use them. New ones go to %1. Collect project copies everything into one folder.</source>
        <translation>The layers made so far stay where they are, and both projects use them. New ones go to %1. Collect project copies everything into one folder.</translation>
    </message>
    <message>
        <source>Collect project...</source>
        <translation>Collect project...</translation>
    </message>
    <message numerus="yes">
        <source>%n file(s) were not imported</source>
        <translation>
            <numerusform>%n file was not imported</numerusform>
            <numerusform>%n files were not imported</numerusform>
        </translation>
    </message>
    <message>
        <source>Choose files that can be read, or convert them first.</source>
        <translation>Choose files that can be read, or convert them first.</translation>
    </message>
    <message>
        <source>Choose other files...</source>
        <translation>Choose other files...</translation>
    </message>
    <message>
        <source>%1 is open in another window, so it is open read only here. Save it under another name to edit it.</source>
        <translation>%1 is open in another window, so it is open read only here. Save it under another name to edit it.</translation>
    </message>
    <message>
        <source>It is open in another window.</source>
        <translation>It is open in another window.</translation>
    </message>
</context>
<context>
    <name>unividx::ui::ProjectModel</name>
    <message>
        <source>This project is open read only. Save it under another name to edit it.</source>
        <translation>This project is open read only. Save it under another name to edit it.</translation>
    </message>
</context>
<context>
    <name>unividx::ui::QueueModel</name>
    <message>
        <source>Paused</source>
        <translation>Paused</translation>
    </message>
    <message>
        <source>Running</source>
        <translation>Running</translation>
    </message>
    <message>
        <source>Done</source>
        <translation>Done</translation>
    </message>
    <message>
        <source>Failed</source>
        <translation>Failed</translation>
    </message>
    <message>
        <source>Cancelled</source>
        <translation>Cancelled</translation>
    </message>
    <message>
        <source>farm</source>
        <translation>farm</translation>
    </message>
    <message>
        <source>export</source>
        <translation>export</translation>
    </message>
    <message>
        <source>priority %1</source>
        <translation>priority %1</translation>
    </message>
    <message>
        <source>not before %1</source>
        <translation>not before %1</translation>
    </message>
    <message>
        <source>pausing</source>
        <translation>pausing</translation>
    </message>
    <message>
        <source>cancelling</source>
        <translation>cancelling</translation>
    </message>
    <message>
        <source>step %1 of %2</source>
        <translation>step %1 of %2</translation>
    </message>
    <message>
        <source>%1 frames in %2</source>
        <translation>%1 frames in %2</translation>
    </message>
    <message>
        <source>%1 of %2 frames</source>
        <translation>%1 of %2 frames</translation>
    </message>
    <message>
        <source>about %1 left</source>
        <translation>about %1 left</translation>
    </message>
    <message numerus="yes">
        <source>%n running</source>
        <translation>
            <numerusform>%n running</numerusform>
            <numerusform>%n running</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n waiting</source>
        <translation>
            <numerusform>%n waiting</numerusform>
            <numerusform>%n waiting</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n paused</source>
        <translation>
            <numerusform>%n paused</numerusform>
            <numerusform>%n paused</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n done</source>
        <translation>
            <numerusform>%n done</numerusform>
            <numerusform>%n done</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n failed</source>
        <translation>
            <numerusform>%n failed</numerusform>
            <numerusform>%n failed</numerusform>
        </translation>
    </message>
    <message>
        <source>about %1, until %2</source>
        <translation>about %1, until %2</translation>
    </message>
    <message>
        <source>To %1</source>
        <translation>To %1</translation>
    </message>
    <message>
        <source>Export</source>
        <translation>Export</translation>
    </message>
    <message>
        <source>Queued</source>
        <translation>Queued</translation>
    </message>
    <message>
        <source>Held</source>
        <translation>Held</translation>
    </message>
    <message>
        <source>Interrupted</source>
        <translation>Interrupted</translation>
    </message>
    <message>
        <source>Quarantined</source>
        <translation>Quarantined</translation>
    </message>
    <message>
        <source>Compositing and writing</source>
        <translation>Compositing and writing</translation>
    </message>
    <message>
        <source>the program ended while it ran; press Resume to go on</source>
        <translation>the program ended while it ran; press Resume to go on</translation>
    </message>
</context>
<context>
    <name>unividx::ui::RecoveryController</name>
    <message>
        <source>an unsaved project</source>
        <translation>an unsaved project</translation>
    </message>
    <message>
        <source>Recover</source>
        <translation>Recover</translation>
    </message>
    <message>
        <source>It cannot be read: %1</source>
        <translation>It cannot be read: %1</translation>
    </message>
    <message>
        <source>It differs from the saved project: %1.</source>
        <translation>It differs from the saved project: %1.</translation>
    </message>
    <message>
        <source>Not now</source>
        <translation>Not now</translation>
    </message>
    <message>
        <source>Delete it</source>
        <translation>Delete it</translation>
    </message>
    <message>
        <source>Forget it</source>
        <translation>Forget it</translation>
    </message>
    <message>
        <source>UniVidX Studio ended without closing %1. It was last saved automatically %2.</source>
        <translation>UniVidX Studio ended without closing %1. It was last saved automatically %2.</translation>
    </message>
    <message>
        <source>Resume</source>
        <translation>Resume</translation>
    </message>
    <message>
        <source>%1 was interrupted; press Resume in the jobs panel</source>
        <translation>%1 was interrupted; press Resume in the jobs panel</translation>
    </message>
    <message>
        <source>A run on %1 was interrupted; %2 of its %3 frames are done.</source>
        <translation>A run on %1 was interrupted; %2 of its %3 frames are done.</translation>
    </message>
</context>
<context>
    <name>unividx::ui::RelightPanel</name>
    <message>
        <source>Lights</source>
        <translation>Lights</translation>
    </message>
    <message>
        <source>Light</source>
        <translation>Light</translation>
    </message>
    <message>
        <source>Add a light</source>
        <translation>Add a light</translation>
    </message>
    <message>
        <source>Preset</source>
        <translation>Preset</translation>
    </message>
    <message>
        <source>Take lights that go together</source>
        <translation>Take lights that go together</translation>
    </message>
    <message>
        <source>Remove light</source>
        <translation>Remove light</translation>
    </message>
    <message>
        <source>Keep original light</source>
        <translation>Keep original light</translation>
    </message>
    <message>
        <source>How deep the scene is, is not known: these lights cast no shadows. A render by the model has them.</source>
        <translation>How deep the scene is, is not known: these lights cast no shadows. A render by the model has them.</translation>
    </message>
    <message>
        <source>Keep the shot&apos;s own detail (ratio transfer)</source>
        <translation>Keep the shot&apos;s own detail (ratio transfer)</translation>
    </message>
    <message>
        <source>The shot times what the new light makes of the model&apos;s picture, at full size; else the model&apos;s own picture</source>
        <translation>The shot times what the new light makes of the model&apos;s picture, at full size; else the model&apos;s own picture</translation>
    </message>
    <message>
        <source>Render with model</source>
        <translation>Render with model</translation>
    </message>
    <message>
        <source>Swap background...</source>
        <translation>Swap background...</translation>
    </message>
    <message>
        <source>Harmonise with model</source>
        <translation>Harmonise with model</translation>
    </message>
    <message>
        <source>Choose the background</source>
        <translation>Choose the background</translation>
    </message>
    <message>
        <source>Add light</source>
        <translation>Add light</translation>
    </message>
    <message>
        <source>Lights %1</source>
        <translation>Lights %1</translation>
    </message>
    <message>
        <source>Background %1</source>
        <translation>Background %1</translation>
    </message>
    <message>
        <source>%1 %</source>
        <translation>%1 %</translation>
    </message>
    <message>
        <source>Even sky; choose a panorama...</source>
        <translation>Even sky; choose a panorama...</translation>
    </message>
    <message>
        <source>Panorama of the dome</source>
        <translation>Panorama of the dome</translation>
    </message>
    <message>
        <source>Change %1</source>
        <translation>Change %1</translation>
    </message>
    <message>
        <source>Key of %1</source>
        <translation>Key of %1</translation>
    </message>
    <message>
        <source>Remove key of %1</source>
        <translation>Remove key of %1</translation>
    </message>
    <message>
        <source>Choose a panorama</source>
        <translation>Choose a panorama</translation>
    </message>
    <message>
        <source>Panoramas (*.exr *.hdr *.tif *.png *.jpg)</source>
        <translation>Panoramas (*.exr *.hdr *.tif *.png *.jpg)</translation>
    </message>
    <message>
        <source>Panorama %1</source>
        <translation>Panorama %1</translation>
    </message>
    <message>
        <source>Remove the light (Del)</source>
        <translation>Remove the light (Del)</translation>
    </message>
</context>
<context>
    <name>unividx::ui::ReportBanner</name>
    <message numerus="yes">
        <source>and %n more</source>
        <translation>
            <numerusform>and %n more</numerusform>
            <numerusform>and %n more</numerusform>
        </translation>
    </message>
    <message>
        <source>Reports</source>
        <translation>Reports</translation>
    </message>
    <message numerus="yes">
        <source>%n more report(s)</source>
        <translation>
            <numerusform>%n more report</numerusform>
            <numerusform>%n more reports</numerusform>
        </translation>
    </message>
    <message>
        <source>Close</source>
        <translation>Close</translation>
    </message>
</context>
<context>
    <name>unividx::ui::RunController</name>
    <message>
        <source>New take %1</source>
        <translation>New take %1</translation>
    </message>
    <message>
        <source>A job is running</source>
        <translation>A job is running</translation>
    </message>
    <message>
        <source>Cancel it</source>
        <translation>Cancel it</translation>
    </message>
    <message>
        <source>Keep working</source>
        <translation>Keep working</translation>
    </message>
    <message>
        <source>Its finished frames stay on disk either way.</source>
        <translation>Its finished frames stay on disk either way.</translation>
    </message>
    <message>
        <source>Resume at the next start</source>
        <translation>Resume at the next start</translation>
    </message>
    <message numerus="yes">
        <source>%n item(s) added to the queue</source>
        <translation>
            <numerusform>%n item added to the queue</numerusform>
            <numerusform>%n items added to the queue</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n item(s) done</source>
        <translation>
            <numerusform>%n item done</numerusform>
            <numerusform>%n items done</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>, %n failed</source>
        <translation>
            <numerusform>, %n failed</numerusform>
            <numerusform>, %n failed</numerusform>
        </translation>
    </message>
    <message>
        <source>The queue has come to its end: %1</source>
        <translation>The queue has come to its end: %1</translation>
    </message>
    <message>
        <source>The queue has come to its end</source>
        <translation>The queue has come to its end</translation>
    </message>
    <message>
        <source>The queue cannot be used</source>
        <translation>The queue cannot be used</translation>
    </message>
    <message>
        <source>A damaged queue file is mended by &quot;unividx queue repair&quot;; items that were kept come back.</source>
        <translation>A damaged queue file is mended by &quot;unividx queue repair&quot;; items that were kept come back.</translation>
    </message>
    <message>
        <source>Show in folder</source>
        <translation>Show in folder</translation>
    </message>
    <message>
        <source>Cancel</source>
        <translation>Cancel</translation>
    </message>
    <message numerus="yes">
        <source>%n frame(s) are done. They stay on disk, and become a take that says it is partial.</source>
        <translation>
            <numerusform>%n frame is done. It stays on disk, and becomes a take that says it is partial.</numerusform>
            <numerusform>%n frames are done. They stay on disk, and become a take that says it is partial.</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>partial, %n frame(s)</source>
        <translation>
            <numerusform>partial, %n frame</numerusform>
            <numerusform>partial, %n frames</numerusform>
        </translation>
    </message>
    <message>
        <source>%1 has failed</source>
        <translation>%1 has failed</translation>
    </message>
    <message>
        <source>Log</source>
        <translation>Log</translation>
    </message>
    <message>
        <source>Try again</source>
        <translation>Try again</translation>
    </message>
    <message numerus="yes">
        <source>Exported %1: %n frame(s), %2 in %3</source>
        <translation>
            <numerusform>Exported %1: %n frame, %2 in %3</numerusform>
            <numerusform>Exported %1: %n frames, %2 in %3</numerusform>
        </translation>
    </message>
    <message>
        <source>Open</source>
        <translation>Open</translation>
    </message>
    <message>
        <source>New take ready: %1 of %2. Press %3 to use it.</source>
        <translation>New take ready: %1 of %2. Press %3 to use it.</translation>
    </message>
    <message>
        <source>New take %1 of %2</source>
        <translation>New take %1 of %2</translation>
    </message>
    <message>
        <source>The jobs panel has the logs; Try again runs one once more.</source>
        <translation>The jobs panel has the logs; Try again runs one once more.</translation>
    </message>
    <message>
        <source>Show the jobs</source>
        <translation>Show the jobs</translation>
    </message>
</context>
<context>
    <name>unividx::ui::RunForecasts</name>
    <message>
        <source>It has no weights for this family</source>
        <translation>It has no weights for this family</translation>
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
        <translation>Everywhere</translation>
    </message>
    <message>
        <source>Keyboard shortcuts</source>
        <translation>Keyboard shortcuts</translation>
    </message>
    <message>
        <source>Search by name or key</source>
        <translation>Search by name or key</translation>
    </message>
    <message>
        <source>Search</source>
        <translation>Search</translation>
    </message>
    <message>
        <source>Action</source>
        <translation>Action</translation>
    </message>
    <message>
        <source>Where</source>
        <translation>Where</translation>
    </message>
    <message>
        <source>Key</source>
        <translation>Key</translation>
    </message>
    <message>
        <source>Actions</source>
        <translation>Actions</translation>
    </message>
    <message>
        <source>No key</source>
        <translation>No key</translation>
    </message>
    <message>
        <source>Default</source>
        <translation>Default</translation>
    </message>
    <message>
        <source>Key of the chosen action</source>
        <translation>Key of the chosen action</translation>
    </message>
    <message>
        <source>Preset</source>
        <translation>Preset</translation>
    </message>
    <message>
        <source>Preset...</source>
        <translation>Preset...</translation>
    </message>
    <message>
        <source>Close to %1</source>
        <translation>Close to %1</translation>
    </message>
    <message>
        <source>Our own</source>
        <translation>Our own</translation>
    </message>
    <message>
        <source>%1 is the key of both %2 and %3.</source>
        <translation>%1 is the key of both %2 and %3.</translation>
    </message>
</context>
<context>
    <name>unividx::ui::TakeController</name>
    <message>
        <source>Use take %1</source>
        <translation>Use take %1</translation>
    </message>
    <message>
        <source>There is no new take of this clip</source>
        <translation>There is no new take of this clip</translation>
    </message>
    <message>
        <source>Keep the current take</source>
        <translation>Keep the current take</translation>
    </message>
    <message>
        <source>This project is open read only; its takes are not deleted.</source>
        <translation>This project is open read only; its takes are not deleted.</translation>
    </message>
    <message>
        <source>%1 is not deleted</source>
        <translation>%1 is not deleted</translation>
    </message>
    <message>
        <source>A job needs its files: %1</source>
        <translation>A job needs its files: %1</translation>
    </message>
    <message>
        <source>Wait until it is done, or cancel it.</source>
        <translation>Wait until it is done, or cancel it.</translation>
    </message>
    <message>
        <source>This is the take in use: the newest of the others takes its place.</source>
        <translation>This is the take in use: the newest of the others takes its place.</translation>
    </message>
    <message>
        <source>The clip uses its layers: %1. The newest of the others take their place.</source>
        <translation>The clip uses its layers: %1. The newest of the others take their place.</translation>
    </message>
    <message numerus="yes">
        <source>%n other clip(s) of this project lose it too.</source>
        <translation>
            <numerusform>%n other clip of this project loses it too.</numerusform>
            <numerusform>%n other clips of this project lose it too.</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n other file(s) in its folder stay: this program did not write them.</source>
        <translation>
            <numerusform>%n other file in its folder stays: this program did not write it.</numerusform>
            <numerusform>%n other files in its folder stay: this program did not write them.</numerusform>
        </translation>
    </message>
    <message>
        <source>This cannot be undone.</source>
        <translation>This cannot be undone.</translation>
    </message>
    <message>
        <source>Delete from the disk</source>
        <translation>Delete from the disk</translation>
    </message>
    <message numerus="yes">
        <source>Delete %1 with its %n file(s), %2?</source>
        <translation>
            <numerusform>Delete %1 with its %n file, %2?</numerusform>
            <numerusform>Delete %1 with its %n files, %2?</numerusform>
        </translation>
    </message>
    <message>
        <source>Delete</source>
        <translation>Delete</translation>
    </message>
    <message>
        <source>Deleted %1, %2 are free</source>
        <translation>Deleted %1, %2 are free</translation>
    </message>
    <message>
        <source>Not all files of %1 were deleted</source>
        <translation>Not all files of %1 were deleted</translation>
    </message>
    <message>
        <source>The project has forgotten the take; delete the folder by hand.</source>
        <translation>The project has forgotten the take; delete the folder by hand.</translation>
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
        <translation>%1, seed %2</translation>
    </message>
    <message>
        <source>Rename take</source>
        <translation>Rename take</translation>
    </message>
    <message>
        <source>New</source>
        <translation>New</translation>
    </message>
    <message>
        <source>In use</source>
        <translation>In use</translation>
    </message>
    <message>
        <source>In use: %1</source>
        <translation>In use: %1</translation>
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
        <translation>Quality</translation>
    </message>
    <message>
        <source>Seed</source>
        <translation>Seed</translation>
    </message>
    <message>
        <source>Choose quality</source>
        <translation>Choose quality</translation>
    </message>
    <message>
        <source>Set the seed</source>
        <translation>Set the seed</translation>
    </message>
    <message>
        <source>the model&apos;s own</source>
        <translation>the model&apos;s own</translation>
    </message>
    <message>
        <source>Set %1</source>
        <translation>Set %1</translation>
    </message>
    <message>
        <source>Model</source>
        <translation>Model</translation>
    </message>
    <message>
        <source>Device</source>
        <translation>Device</translation>
    </message>
    <message>
        <source>cpu, or a GPU: cuda:0, cuda:1</source>
        <translation>cpu, or a GPU: cuda:0, cuda:1</translation>
    </message>
    <message>
        <source>Choose model</source>
        <translation>Choose model</translation>
    </message>
    <message>
        <source>Choose device</source>
        <translation>Choose device</translation>
    </message>
    <message>
        <source>Run</source>
        <translation>Run</translation>
    </message>
    <message>
        <source>It needs more memory than is free; a smaller size or window may fit</source>
        <translation>It needs more memory than is free; a smaller size or window may fit</translation>
    </message>
    <message>
        <source>  (%1 GB)</source>
        <translation>  (%1 GB)</translation>
    </message>
    <message>
        <source>  (does not fit: %1 GB)</source>
        <translation>  (does not fit: %1 GB)</translation>
    </message>
    <message numerus="yes">
        <source>%n step(s) at %1 x %2</source>
        <translation>
            <numerusform>%n step at %1 x %2</numerusform>
            <numerusform>%n steps at %1 x %2</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n window(s)</source>
        <translation>
            <numerusform>%n window</numerusform>
            <numerusform>%n windows</numerusform>
        </translation>
    </message>
    <message>
        <source>%1 of %2 GB free</source>
        <translation>%1 of %2 GB free</translation>
    </message>
    <message>
        <source>%1 GB</source>
        <translation>%1 GB</translation>
    </message>
    <message>
        <source>time not known before the first run</source>
        <translation>time not known before the first run</translation>
    </message>
    <message>
        <source>about %1</source>
        <translation>about %1</translation>
    </message>
    <message>
        <source>Select a clip to say what is to be made of it</source>
        <translation>Select a clip to say what is to be made of it</translation>
    </message>
    <message>
        <source>Family %1</source>
        <translation>Family %1</translation>
    </message>
    <message>
        <source>Choose family %1</source>
        <translation>Choose family %1</translation>
    </message>
    <message>
        <source>Lock %1</source>
        <translation>Lock %1</translation>
    </message>
    <message>
        <source>Open %1</source>
        <translation>Open %1</translation>
    </message>
    <message>
        <source>Want a layer</source>
        <translation>Want a layer</translation>
    </message>
    <message>
        <source>Leave a layer out</source>
        <translation>Leave a layer out</translation>
    </message>
    <message>
        <source>Prompt</source>
        <translation>Prompt</translation>
    </message>
    <message>
        <source>Background</source>
        <translation>Background</translation>
    </message>
    <message>
        <source>Background prompt</source>
        <translation>Background prompt</translation>
    </message>
    <message>
        <source>Negative prompt</source>
        <translation>Negative prompt</translation>
    </message>
    <message>
        <source>What it should not be</source>
        <translation>What it should not be</translation>
    </message>
    <message>
        <source>Type the prompt</source>
        <translation>Type the prompt</translation>
    </message>
    <message>
        <source>Type the background prompt</source>
        <translation>Type the background prompt</translation>
    </message>
    <message>
        <source>Type the negative prompt</source>
        <translation>Type the negative prompt</translation>
    </message>
    <message>
        <source>Locked</source>
        <translation>Locked</translation>
    </message>
    <message>
        <source>Open</source>
        <translation>Open</translation>
    </message>
    <message>
        <source>%1 is locked</source>
        <translation>%1 is locked</translation>
    </message>
    <message>
        <source>%1 is open</source>
        <translation>%1 is open</translation>
    </message>
    <message>
        <source>An input. Open it to have it made</source>
        <translation>An input. Open it to have it made</translation>
    </message>
    <message>
        <source>To be made. Lock it to give it</source>
        <translation>To be made. Lock it to give it</translation>
    </message>
    <message>
        <source>Input of %1</source>
        <translation>Input of %1</translation>
    </message>
    <message>
        <source>to be made</source>
        <translation>to be made</translation>
    </message>
    <message>
        <source>not wanted</source>
        <translation>not wanted</translation>
    </message>
    <message>
        <source>%1 is wanted</source>
        <translation>%1 is wanted</translation>
    </message>
    <message>
        <source>The shot</source>
        <translation>The shot</translation>
    </message>
    <message>
        <source>Take %1</source>
        <translation>Take %1</translation>
    </message>
    <message>
        <source>Choose a file...</source>
        <translation>Choose a file...</translation>
    </message>
    <message>
        <source>to make</source>
        <translation>to make</translation>
    </message>
    <message>
        <source>Foreground</source>
        <translation>Foreground</translation>
    </message>
    <message>
        <source>Choose the input of %1</source>
        <translation>Choose the input of %1</translation>
    </message>
    <message>
        <source>Queue</source>
        <translation>Queue</translation>
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
        <translation>Move marker</translation>
    </message>
    <message>
        <source>Move %1</source>
        <translation>Move %1</translation>
    </message>
    <message>
        <source>Slip %1</source>
        <translation>Slip %1</translation>
    </message>
    <message>
        <source>Trim %1</source>
        <translation>Trim %1</translation>
    </message>
    <message>
        <source>Add %1</source>
        <translation>Add %1</translation>
    </message>
    <message>
        <source>Unmute %1</source>
        <translation>Unmute %1</translation>
    </message>
    <message>
        <source>Mute %1</source>
        <translation>Mute %1</translation>
    </message>
    <message>
        <source>Trim</source>
        <translation>Trim</translation>
    </message>
    <message>
        <source>Move</source>
        <translation>Move</translation>
    </message>
    <message>
        <source>Slip</source>
        <translation>Slip</translation>
    </message>
    <message>
        <source>Add track</source>
        <translation>Add track</translation>
    </message>
    <message>
        <source>Rename track</source>
        <translation>Rename track</translation>
    </message>
    <message>
        <source>Name</source>
        <translation>Name</translation>
    </message>
    <message>
        <source>Rename marker</source>
        <translation>Rename marker</translation>
    </message>
    <message>
        <source>Rename marker...</source>
        <translation>Rename marker...</translation>
    </message>
    <message>
        <source>Delete marker</source>
        <translation>Delete marker</translation>
    </message>
    <message>
        <source>Add video track</source>
        <translation>Add video track</translation>
    </message>
    <message>
        <source>Add audio track</source>
        <translation>Add audio track</translation>
    </message>
    <message>
        <source>Rename track...</source>
        <translation>Rename track...</translation>
    </message>
    <message>
        <source>Remove track</source>
        <translation>Remove track</translation>
    </message>
    <message>
        <source>Marker at %1</source>
        <translation>Marker at %1</translation>
    </message>
    <message>
        <source>%1, muted: click the icon to show or hear it</source>
        <translation>%1, muted: click the icon to show or hear it</translation>
    </message>
    <message>
        <source>%1: click the icon to mute it</source>
        <translation>%1: click the icon to mute it</translation>
    </message>
    <message>
        <source>%1, %2 frames from %3</source>
        <translation>%1, %2 frames from %3</translation>
    </message>
    <message>
        <source>Drag a clip here, or double-click it in the media pool</source>
        <translation>Drag a clip here, or double-click it in the media pool</translation>
    </message>
    <message>
        <source>%1 fps</source>
        <translation>%1 fps</translation>
    </message>
    <message>
        <source>muted</source>
        <translation>muted</translation>
    </message>
    <message>
        <source>being made</source>
        <translation>being made</translation>
    </message>
    <message>
        <source>stale: what it was made from was made anew</source>
        <translation>stale: what it was made from was made anew</translation>
    </message>
    <message>
        <source>made</source>
        <translation>made</translation>
    </message>
    <message>
        <source>%1, frames %2 to %3, %4</source>
        <translation>%1, frames %2 to %3, %4</translation>
    </message>
    <message>
        <source>New take</source>
        <translation>New take</translation>
    </message>
    <message>
        <source>Use the new take</source>
        <translation>Use the new take</translation>
    </message>
    <message>
        <source>New take ready: %1. Click to use it.</source>
        <translation>New take ready: %1. Click to use it.</translation>
    </message>
</context>
<context>
    <name>unividx::ui::Viewer</name>
    <message>
        <source>This clip has no matte yet</source>
        <translation>This clip has no matte yet</translation>
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
            <numerusform>%n frame skipped</numerusform>
            <numerusform>%n frames skipped</numerusform>
        </translation>
    </message>
    <message>
        <source>Colour</source>
        <translation>Colour</translation>
    </message>
    <message>
        <source>Red</source>
        <translation>Red</translation>
    </message>
    <message>
        <source>Green</source>
        <translation>Green</translation>
    </message>
    <message>
        <source>Blue</source>
        <translation>Blue</translation>
    </message>
    <message>
        <source>Alpha</source>
        <translation>Alpha</translation>
    </message>
    <message>
        <source>Luminance</source>
        <translation>Luminance</translation>
    </message>
    <message>
        <source>Layer that is shown</source>
        <translation>Layer that is shown</translation>
    </message>
    <message>
        <source>What it is compared with</source>
        <translation>What it is compared with</translation>
    </message>
    <message>
        <source>Channel</source>
        <translation>Channel</translation>
    </message>
    <message>
        <source>Exposure in stops</source>
        <translation>Exposure in stops</translation>
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
        <translation>Display and view of the colour config</translation>
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
        <translation>%1 cannot be written</translation>
    </message>
    <message>
        <source>Composite</source>
        <translation>Composite</translation>
    </message>
    <message>
        <source>Drag this layer out of the window as a file</source>
        <translation>Drag this layer out of the window as a file</translation>
    </message>
    <message>
        <source>%1 has not been made for this frame; this is the shot</source>
        <translation>%1 has not been made for this frame; this is the shot</translation>
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
        <translation>Steps</translation>
    </message>
    <message>
        <source>Guidance</source>
        <translation>Guidance</translation>
    </message>
    <message>
        <source>Shift</source>
        <translation>Shift</translation>
    </message>
    <message>
        <source>Window</source>
        <translation>Window</translation>
    </message>
    <message>
        <source>Overlap</source>
        <translation>Overlap</translation>
    </message>
    <message>
        <source>Size</source>
        <translation>Size</translation>
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
        <translation>Irradiance</translation>
    </message>
    <message>
        <source>Normals</source>
        <translation>Normals</translation>
    </message>
    <message>
        <source>Alpha</source>
        <translation>Alpha</translation>
    </message>
    <message>
        <source>Foreground</source>
        <translation>Foreground</translation>
    </message>
    <message>
        <source>Background</source>
        <translation>Background</translation>
    </message>
    <message>
        <source>Decompose</source>
        <translation>Decompose</translation>
    </message>
    <message>
        <source>Matte</source>
        <translation>Matte</translation>
    </message>
    <message>
        <source>Relight</source>
        <translation>Relight</translation>
    </message>
    <message>
        <source>Change material</source>
        <translation>Change material</translation>
    </message>
    <message>
        <source>Swap background</source>
        <translation>Swap background</translation>
    </message>
    <message>
        <source>Harmonise</source>
        <translation>Harmonise</translation>
    </message>
    <message>
        <source>Replace subject</source>
        <translation>Replace subject</translation>
    </message>
    <message>
        <source>Refine matte</source>
        <translation>Refine matte</translation>
    </message>
    <message>
        <source>Generate from text</source>
        <translation>Generate from text</translation>
    </message>
    <message>
        <source>Generate layers</source>
        <translation>Generate layers</translation>
    </message>
    <message>
        <source>Preparing</source>
        <translation>Preparing</translation>
    </message>
    <message>
        <source>Loading the model</source>
        <translation>Loading the model</translation>
    </message>
    <message>
        <source>Encoding</source>
        <translation>Encoding</translation>
    </message>
    <message>
        <source>Denoising</source>
        <translation>Denoising</translation>
    </message>
    <message>
        <source>Decoding</source>
        <translation>Decoding</translation>
    </message>
    <message>
        <source>Writing</source>
        <translation>Writing</translation>
    </message>
    <message>
        <source>This cannot be done as asked</source>
        <translation>This cannot be done as asked</translation>
    </message>
    <message>
        <source>A file cannot be read</source>
        <translation>A file cannot be read</translation>
    </message>
    <message>
        <source>The model cannot be used</source>
        <translation>The model cannot be used</translation>
    </message>
    <message>
        <source>Not enough memory</source>
        <translation>Not enough memory</translation>
    </message>
    <message>
        <source>The result cannot be written</source>
        <translation>The result cannot be written</translation>
    </message>
    <message>
        <source>A fault in the program</source>
        <translation>A fault in the program</translation>
    </message>
    <message>
        <source>Preview</source>
        <translation>Preview</translation>
    </message>
    <message>
        <source>Standard</source>
        <translation>Standard</translation>
    </message>
    <message>
        <source>Full</source>
        <translation>Full</translation>
    </message>
    <message>
        <source>Custom</source>
        <translation>Custom</translation>
    </message>
    <message>
        <source>%1 %2 added</source>
        <translation>%1 %2 added</translation>
    </message>
    <message>
        <source>%1 %2 changed</source>
        <translation>%1 %2 changed</translation>
    </message>
    <message>
        <source>%1 %2 removed</source>
        <translation>%1 %2 removed</translation>
    </message>
    <message>
        <source>Intrinsic</source>
        <translation>Intrinsic</translation>
    </message>
    <message>
        <source>clip</source>
        <translation>clip</translation>
    </message>
    <message>
        <source>clips</source>
        <translation>clips</translation>
    </message>
    <message>
        <source>take</source>
        <translation>take</translation>
    </message>
    <message>
        <source>takes</source>
        <translation>takes</translation>
    </message>
    <message>
        <source>file</source>
        <translation>file</translation>
    </message>
    <message>
        <source>files</source>
        <translation>files</translation>
    </message>
    <message>
        <source>track</source>
        <translation>track</translation>
    </message>
    <message>
        <source>tracks</source>
        <translation>tracks</translation>
    </message>
    <message>
        <source>marker</source>
        <translation>marker</translation>
    </message>
    <message>
        <source>markers</source>
        <translation>markers</translation>
    </message>
    <message>
        <source>project settings changed</source>
        <translation>project settings changed</translation>
    </message>
    <message>
        <source>no difference</source>
        <translation>no difference</translation>
    </message>
    <message>
        <source>All four layers are locked: nothing is left to make.</source>
        <translation>All four layers are locked: nothing is left to make.</translation>
    </message>
    <message>
        <source>None of the open layers is wanted: nothing is left to make.</source>
        <translation>None of the open layers is wanted: nothing is left to make.</translation>
    </message>
    <message>
        <source>From the prompt, make %1.</source>
        <translation>From the prompt, make %1.</translation>
    </message>
    <message>
        <source>the shot</source>
        <translation>the shot</translation>
    </message>
    <message>
        <source>the shot and its %1</source>
        <translation>the shot and its %1</translation>
    </message>
    <message>
        <source>the prompt</source>
        <translation>the prompt</translation>
    </message>
    <message>
        <source>From %1, make %2.</source>
        <translation>From %1, make %2.</translation>
    </message>
    <message>
        <source>a minute ago</source>
        <translation>a minute ago</translation>
    </message>
    <message>
        <source>%1 minutes ago</source>
        <translation>%1 minutes ago</translation>
    </message>
    <message>
        <source>%1 hours ago</source>
        <translation>%1 hours ago</translation>
    </message>
    <message>
        <source>%1 days ago</source>
        <translation>%1 days ago</translation>
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
        <translation>%1 and %2</translation>
    </message>
    <message>
        <source>albedo</source>
        <translation>albedo</translation>
    </message>
    <message>
        <source>irradiance</source>
        <translation>irradiance</translation>
    </message>
    <message>
        <source>normals</source>
        <translation>normals</translation>
    </message>
    <message>
        <source>alpha</source>
        <translation>alpha</translation>
    </message>
    <message>
        <source>foreground</source>
        <translation>foreground</translation>
    </message>
    <message>
        <source>background</source>
        <translation>background</translation>
    </message>
    <message>
        <source>Take a lower quality, a smaller size or a shorter window, and run it again.</source>
        <translation>Take a lower quality, a smaller size or a shorter window, and run it again.</translation>
    </message>
    <message>
        <source>Make room on the disk, or take another folder, and try again.</source>
        <translation>Make room on the disk, or take another folder, and try again.</translation>
    </message>
    <message>
        <source>Install the model package again, or choose another one.</source>
        <translation>Install the model package again, or choose another one.</translation>
    </message>
    <message>
        <source>This is a fault of the program. Please report it with the log.</source>
        <translation>This is a fault of the program. Please report it with the log.</translation>
    </message>
</context>
<context>
    <name>main</name>
    <message>
        <source>A project, a timeline, or media</source>
        <translation>A project, a timeline, or media</translation>
    </message>
    <message>
        <source>Log everything that the window and its workers say</source>
        <translation>Log everything that the window and its workers say</translation>
    </message>
</context>
</TS>
